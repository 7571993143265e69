// Something that is asked about before it is done: what the dialog shows, and how far it is.
import { Problem } from '../../api/problem';
import { session } from '../session/session.svelte';

interface Question {
    title: string;
    text: string;
    confirmLabel: string;
    run: () => Promise<void>;
}

export class Confirmation {
    question = $state.raw<Question | null>(null);
    isBusy = $state(false);
    problem = $state.raw<Problem | null>(null);
    #asker: HTMLElement | null = null;

    ask(question: Question): void {
        this.#asker = document.activeElement instanceof HTMLElement ? document.activeElement : null;
        this.problem = null;
        this.question = question;
    }

    close(): void {
        this.question = null;
        this.#asker?.focus();
    }

    async confirm(): Promise<void> {
        if (!this.question || this.isBusy) return;
        this.isBusy = true;
        this.problem = null;
        try {
            await this.question.run();
            this.close();
        } catch (error) {
            this.problem = Problem.fromUnknown(error);
            session.notice(this.problem);
        } finally {
            this.isBusy = false;
        }
    }
}
