// The calls of the account's pages.
import { bodyOf, client, done } from '../../api/client';
import type { components } from '../../api/schema';
import type { Account } from '../../api/types';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type AppPassword = Schemas['AppPassword'];
export type ApiToken = Schemas['ApiToken'];
export type TokenScope = Schemas['TokenScope'];
export type TwoFactorState = Schemas['TwoFactorState'];
export type TwoFactorSetup = Schemas['TwoFactorSetup'];
export type ProfileVisibility = Schemas['ProfileVisibility'];
export type Language = Schemas['Language'];

export const changeProfile = (body: Schemas['ChangeProfile']): Promise<Account> =>
    bodyOf(client.PATCH('/api/v1/accounts/me', { body }));

export const changePassword = (current: string, password: string) =>
    done(client.PUT('/api/v1/accounts/me/password', { body: { current_password: current, password } }));

export const requestAddress = (current: string, email: string) =>
    done(client.POST('/api/v1/address-changes', { body: { current_password: current, email } }));

export const requestVerification = () => done(client.POST('/api/v1/address-verifications'));

export const requestReset = (email: string) => done(client.POST('/api/v1/password-resets', { body: { email } }));

export const resetPassword = (token: string, password: string) =>
    done(client.POST('/api/v1/password-resets/confirm', { body: { token, password } }));

export const verifyAddress = (token: string) =>
    done(client.POST('/api/v1/address-verifications/confirm', { body: { token } }));

export const confirmAddress = (token: string) =>
    done(client.POST('/api/v1/address-changes/confirm', { body: { token } }));

export const readTwoFactor = () => bodyOf(client.GET('/api/v1/accounts/me/two-factor'));

export const beginTwoFactor = (current: string) =>
    bodyOf(client.POST('/api/v1/accounts/me/two-factor', { body: { current_password: current } }));

export const confirmTwoFactor = async (code: string) =>
    (await bodyOf(client.POST('/api/v1/accounts/me/two-factor/confirm', { body: { code } }))).codes;

export const renewRecoveryCodes = async (current: string, code: string) => {
    const body = { current_password: current, code };
    return (await bodyOf(client.POST('/api/v1/accounts/me/two-factor/recovery-codes', { body }))).codes;
};

export const turnOffTwoFactor = (current: string, code: string) =>
    done(client.POST('/api/v1/accounts/me/two-factor/removal', { body: { current_password: current, code } }));

export const listSessions = async () => (await bodyOf(client.GET('/api/v1/sessions'))).items;

export const endSession = (id: string) => done(client.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));

export const endOtherSessions = () => done(client.DELETE('/api/v1/sessions'));

export const listAppPasswords = async () => (await bodyOf(client.GET('/api/v1/accounts/me/app-passwords'))).items;

export const createAppPassword = async (name: string, current: string) => {
    const body = { name, current_password: current };
    return (await bodyOf(client.POST('/api/v1/accounts/me/app-passwords', { body }))).secret;
};

export const removeAppPassword = (id: string) =>
    done(client.DELETE('/api/v1/accounts/me/app-passwords/{id}', { params: { path: { id } } }));

export const listApiTokens = async () => (await bodyOf(client.GET('/api/v1/accounts/me/api-tokens'))).items;

export const createApiToken = async (name: string, scopes: TokenScope[], days: number, current: string) => {
    const body = { name, scopes, days, current_password: current };
    return (await bodyOf(client.POST('/api/v1/accounts/me/api-tokens', { body }))).secret;
};

export const removeApiToken = (id: string) =>
    done(client.DELETE('/api/v1/accounts/me/api-tokens/{id}', { params: { path: { id } } }));
