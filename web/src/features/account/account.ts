// The calls of the account's pages.
import { bodyOf, client, done } from '../../api/client';
import type { components } from '../../api/schema';
import type { Account } from '../../api/types';
import type { Confirmation } from './confirmation.svelte';

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

export const changePassword = (who: Confirmation, password: string) =>
    done(client.PUT('/api/v1/accounts/me/password', { body: { ...who.body, password } }));

export const requestAddress = (who: Confirmation, email: string) =>
    done(client.POST('/api/v1/address-changes', { body: { ...who.body, email } }));

export const requestVerification = () => done(client.POST('/api/v1/address-verifications'));

export const requestReset = (email: string) => done(client.POST('/api/v1/password-resets', { body: { email } }));

export const resetPassword = (token: string, password: string) =>
    done(client.POST('/api/v1/password-resets/confirm', { body: { token, password } }));

export const verifyAddress = (token: string) =>
    done(client.POST('/api/v1/address-verifications/confirm', { body: { token } }));

export const confirmAddress = (token: string) =>
    done(client.POST('/api/v1/address-changes/confirm', { body: { token } }));

export const readTwoFactor = () => bodyOf(client.GET('/api/v1/accounts/me/two-factor'));

export const beginTwoFactor = (password: string) =>
    bodyOf(client.POST('/api/v1/accounts/me/two-factor', { body: { current_password: password } }));

export const confirmTwoFactor = async (code: string) =>
    (await bodyOf(client.POST('/api/v1/accounts/me/two-factor/confirm', { body: { code } }))).codes;

export const renewRecoveryCodes = async (who: Confirmation) => {
    const body = who.body;
    return (await bodyOf(client.POST('/api/v1/accounts/me/two-factor/recovery-codes', { body }))).codes;
};

export const turnOffTwoFactor = (who: Confirmation) =>
    done(client.POST('/api/v1/accounts/me/two-factor/removal', { body: who.body }));

export const listSessions = async () => (await bodyOf(client.GET('/api/v1/sessions'))).items;

export const endSession = (id: string) => done(client.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }));

export const endOtherSessions = () => done(client.DELETE('/api/v1/sessions'));

export const listAppPasswords = async () => (await bodyOf(client.GET('/api/v1/accounts/me/app-passwords'))).items;

export const createAppPassword = async (name: string, who: Confirmation) => {
    const body = { ...who.body, name };
    return (await bodyOf(client.POST('/api/v1/accounts/me/app-passwords', { body }))).secret;
};

export const removeAppPassword = (id: string) =>
    done(client.DELETE('/api/v1/accounts/me/app-passwords/{id}', { params: { path: { id } } }));

export const listApiTokens = async () => (await bodyOf(client.GET('/api/v1/accounts/me/api-tokens'))).items;

export const createApiToken = async (name: string, scopes: TokenScope[], days: number, who: Confirmation) => {
    const body = { ...who.body, name, scopes, days };
    return (await bodyOf(client.POST('/api/v1/accounts/me/api-tokens', { body }))).secret;
};

export const removeApiToken = (id: string) =>
    done(client.DELETE('/api/v1/accounts/me/api-tokens/{id}', { params: { path: { id } } }));

export const listExports = async () => (await bodyOf(client.GET('/api/v1/accounts/me/exports'))).items;

export const requestExport = (password: string) =>
    bodyOf(client.POST('/api/v1/accounts/me/exports', { body: { current_password: password } }));

export const deleteAccount = (who: Confirmation) => bodyOf(client.DELETE('/api/v1/accounts/me', { body: who.body }));

export const keepAccount = () => bodyOf(client.DELETE('/api/v1/accounts/me/deletion'));
