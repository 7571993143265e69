// Calls about the mails that a link is about. The link's token stands for its owner: nobody has to sign in.
import { bodyOf, client } from '../../api/client';

const linkOf = (token: string) => ({ params: { query: { token } } });

export const showSubscription = (token: string) => bodyOf(client.GET('/api/v1/mail/subscription', linkOf(token)));
export const unsubscribe = (token: string) => bodyOf(client.POST('/api/v1/mail/unsubscribe', linkOf(token)));
export const resubscribe = (token: string) => bodyOf(client.POST('/api/v1/mail/resubscribe', linkOf(token)));
