// What shows that it is really the owner: the present password and, where two-factor sign-in is on, a code.
export class Confirmation {
    password = $state('');
    code = $state('');

    /** As it stands in a request's body. */
    get body(): { current_password: string; code?: string } {
        const code = this.code.trim();
        return code === '' ? { current_password: this.password } : { current_password: this.password, code };
    }

    forget() {
        this.password = this.code = '';
    }
}
