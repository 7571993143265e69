// Who is here, and what the instance is: both are asked once at the start.
import { bodyOf, client, done } from '../../api/client';
import { Problem } from '../../api/problem';
import type { Account, Instance } from '../../api/types';

export type SessionStatus = 'loading' | 'failed' | 'ready';

export class Session {
    account = $state.raw<Account | null>(null);
    instance = $state.raw<Instance | null>(null);
    problem = $state.raw<Problem | null>(null);

    readonly status: SessionStatus = $derived(this.problem ? 'failed' : this.instance ? 'ready' : 'loading');

    async start(): Promise<void> {
        this.problem = null;
        try {
            const [instance, account] = await Promise.all([
                bodyOf(client.GET('/api/v1/instance')),
                this.#readAccount(),
            ]);
            this.account = account;
            this.instance = instance;
        } catch (error) {
            this.problem = Problem.fromUnknown(error);
        }
    }

    /** Signs in, or gives the ticket for `finishSignIn` where a code is needed as well. */
    async signIn(email: string, password: string): Promise<string | null> {
        const answer = await bodyOf(client.POST('/api/v1/sessions', { body: { email, password } }));
        if ('ticket' in answer) return answer.ticket;
        this.account = answer;
        return null;
    }

    async finishSignIn(ticket: string, code: string): Promise<void> {
        this.account = await bodyOf(client.POST('/api/v1/sessions/second-factor', { body: { ticket, code } }));
    }

    /** An empty invitation is none. */
    async signUp(email: string, displayName: string, password: string, invitation: string): Promise<void> {
        const body = { email, display_name: displayName, password, ...(invitation === '' ? {} : { invitation }) };
        this.account = await bodyOf(client.POST('/api/v1/accounts', { body }));
    }

    async setUp(token: string, email: string, displayName: string, password: string): Promise<void> {
        const body = { token, email, display_name: displayName, password };
        this.account = await bodyOf(client.POST('/api/v1/setup', { body }));
        if (this.instance) this.instance = { ...this.instance, setup_required: false };
    }

    async signOut(): Promise<void> {
        await done(client.DELETE('/api/v1/sessions/current')).catch(ignoreEnded);
        this.account = null;
    }

    /** Call it with problems of requests that need a session: when the session has ended elsewhere, it ends here too. */
    notice(problem: Problem): void {
        if (problem.code === 'unauthenticated') this.account = null;
    }

    async #readAccount(): Promise<Account | null> {
        return bodyOf(client.GET('/api/v1/accounts/me')).catch(ignoreEnded);
    }
}

function ignoreEnded(error: unknown): null {
    if (error instanceof Problem && error.code === 'unauthenticated') return null;
    throw error;
}

export const session = new Session();
