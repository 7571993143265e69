// Names of roles, permissions and actions in the language of the page. What a newer server adds keeps its own name.
import type { Messages } from '../../app/i18n/en';
import type { RoleReference } from './administration';

export function roleName(messages: Messages, role: RoleReference): string {
    const names: Record<string, string> = messages.administration.builtInRoles;
    return (role.built_in ? names[role.built_in] : undefined) ?? role.name;
}

export function permissionName(messages: Messages, name: string): string {
    const names: Record<string, string> = messages.administration.permissionNames;
    return names[name] ?? name;
}

export function actionName(messages: Messages, name: string): string {
    const names: Record<string, string> = messages.administration.actions;
    return names[name] ?? name;
}
