// Short names for the wire types. Types that only one feature has do not belong here.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Instance = Schemas['Instance'];
export type Failure = Schemas['Failure'];
export type Track = Schemas['Track'];
export type TrackPage = Schemas['TrackPage'];
export type Release = Schemas['Release'];
export type ReleasePage = Schemas['ReleasePage'];
export type Job = Schemas['Job'];
export type JobPage = Schemas['JobPage'];
export type JobDetails = Schemas['JobDetails'];
export type JobFailure = Schemas['JobFailure'];
export type QueueOverview = Schemas['QueueOverview'];
export type Picture = Schemas['Picture'];
export type PictureSize = Schemas['PictureSize'];
export type PictureSlot = Schemas['PictureSlot'];
export type PlayEvents = Schemas['PlayEvents'];
export type ListeningNumbers = Schemas['ListeningNumbers'];
export type ListeningDay = Schemas['ListeningDay'];
export type ListeningTrack = Schemas['ListeningTrack'];
export type CreatorStatistics = Schemas['CreatorStatistics'];
export type TrackStatistics = Schemas['TrackStatistics'];
export type FieldProblem = Schemas['FieldProblem'];
export type ProblemDetails = Schemas['ProblemDetails'];
/** The server's codes, and two that arise in the browser: no answer came, or one that is not ours. */
export type ProblemCode = Schemas['ErrorCode'] | 'network' | 'unknown';
