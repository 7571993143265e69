// What the API does for those who run the instance: people, roles, the audit log.
import type { components } from '../../api/schema';
import { bodyOf, client, done } from '../../api/client';
import type { Page } from '../../api/paged.svelte';
import type { Account } from '../../api/types';

type Schemas = components['schemas'];
export type Person = Schemas['Person'];
export type RoleReference = Schemas['RoleReference'];
export type Role = Schemas['RoleDescription'];
export type RoleText = Schemas['RoleText'];
export type Chain = Schemas['AuditChain'];
export type AuditEntry = Schemas['AuditEntry'] & { id: string };

export type Permission =
    'people.view' | 'people.suspend' | 'roles.grant' | 'roles.manage' | 'jobs.manage' | 'launch.manage' | 'audit.read';

export function may(account: Account | null, permission: Permission): boolean {
    return account?.permissions.includes(permission) ?? false;
}

/** The pages of the administration, each with the permission that shows it. */
export const pages = [
    { path: '/admin/people', label: 'people', permission: 'people.view' },
    { path: '/admin/roles', label: 'roles', permission: 'people.view' },
    { path: '/admin/jobs', label: 'jobs', permission: 'jobs.manage' },
    { path: '/admin/launch', label: 'launch', permission: 'launch.manage' },
    { path: '/admin/audit', label: 'audit', permission: 'audit.read' },
] as const satisfies readonly { path: string; label: string; permission: Permission }[];

export function firstPage(account: Account | null): string | null {
    return pages.find((page) => may(account, page.permission))?.path ?? null;
}

const pageSize = 30;

export function readPeople(search: string, role: string, cursor: string | null): Promise<Page<Person>> {
    const query = { limit: pageSize, ...given({ search: search.trim(), role, cursor: cursor ?? '' }) };
    return bodyOf(client.GET('/api/v1/admin/people', { params: { query } })).then(asPage);
}

export function readPerson(id: string): Promise<Person> {
    return bodyOf(client.GET('/api/v1/admin/people/{id}', { params: { path: { id } } }));
}

export function grantRole(id: string, role: string): Promise<void> {
    return done(client.PUT('/api/v1/admin/people/{id}/roles/{role}', { params: { path: { id, role } } }));
}

export function revokeRole(id: string, role: string): Promise<void> {
    return done(client.DELETE('/api/v1/admin/people/{id}/roles/{role}', { params: { path: { id, role } } }));
}

export function suspend(id: string): Promise<Person> {
    return bodyOf(client.PUT('/api/v1/admin/people/{id}/suspension', { params: { path: { id } } }));
}

export function reinstate(id: string): Promise<Person> {
    return bodyOf(client.DELETE('/api/v1/admin/people/{id}/suspension', { params: { path: { id } } }));
}

export async function readRoles(): Promise<Role[]> {
    return (await bodyOf(client.GET('/api/v1/admin/roles'))).items;
}

export async function readPermissions(): Promise<Schemas['PermissionDescription'][]> {
    return (await bodyOf(client.GET('/api/v1/admin/permissions'))).items;
}

export function createRole(body: RoleText): Promise<Role> {
    return bodyOf(client.POST('/api/v1/admin/roles', { body }));
}

export function changeRole(id: string, body: RoleText): Promise<Role> {
    return bodyOf(client.PUT('/api/v1/admin/roles/{id}', { params: { path: { id } }, body }));
}

export function deleteRole(id: string): Promise<void> {
    return done(client.DELETE('/api/v1/admin/roles/{id}', { params: { path: { id } } }));
}

/** Which entries; an empty text does not matter. Days are those of the browser. */
export interface AuditChoice {
    action: string;
    outcome: '' | 'done' | 'refused';
    actor: string;
    object_id: string;
    from: string;
    until: string;
}

export const everything: AuditChoice = { action: '', outcome: '', actor: '', object_id: '', from: '', until: '' };

/** The choice as query parameters; the day of `until` is within. */
export function auditQuery(choice: AuditChoice): Partial<Record<keyof AuditChoice, string>> {
    const { action, outcome, actor, object_id, from, until } = choice;
    return given({
        action,
        outcome,
        actor: actor.trim(),
        object_id: object_id.trim(),
        from: startOfDay(from, 0),
        until: startOfDay(until, 1),
    });
}

export async function readAudit(choice: AuditChoice, cursor: string | null): Promise<Page<AuditEntry>> {
    const query = { limit: pageSize, ...auditQuery(choice), ...given({ cursor: cursor ?? '' }) };
    const page = await bodyOf(client.GET('/api/v1/admin/audit', { params: { query } as never }));
    const items = page.items.map((entry) => ({ ...entry, id: String(entry.sequence) }));
    return { items, next_cursor: page.next_cursor ?? null };
}

export async function readActions(): Promise<string[]> {
    return (await bodyOf(client.GET('/api/v1/admin/audit', { params: { query: { limit: 1 } } }))).actions;
}

export function readChain(): Promise<Chain> {
    return bodyOf(client.GET('/api/v1/admin/audit/chain'));
}

export function exportPath(choice: AuditChoice, format: 'json_lines' | 'csv'): string {
    return `/api/v1/admin/audit/export?${new URLSearchParams({ ...auditQuery(choice), format }).toString()}`;
}

/** Midnight in the browser's time, some days later, as the API takes it; empty for an empty day. */
function startOfDay(day: string, later: number): string {
    const [year, month, date] = day.split('-').map(Number);
    if (year === undefined || month === undefined || date === undefined || Number.isNaN(date)) return '';
    return new Date(year, month - 1, date + later).toISOString();
}

/** Without what was left empty: an empty parameter would be looked for. */
function given<T extends Record<string, string>>(parameters: T): Partial<T> {
    const filled = Object.entries(parameters).filter(([, value]) => value !== '');
    return Object.fromEntries(filled) as Partial<T>;
}

function asPage<T>(page: { items: T[]; next_cursor?: string | null }): Page<T> {
    return { items: page.items, next_cursor: page.next_cursor ?? null };
}
