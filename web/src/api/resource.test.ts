import { expect, it } from 'vitest';
import { Resource } from './resource.svelte';

/** A resource whose answers the test gives. */
function asked() {
    const answers: { give: (value: string) => void; refuse: () => void }[] = [];
    const resource = new Resource<string>(
        () => new Promise((give, refuse) => answers.push({ give, refuse: () => refuse(new TypeError('no network')) })),
    );
    return { resource, answers };
}

it('keeps what it has when asking again fails, and says so until there is an answer', async () => {
    const { resource, answers } = asked();
    const first = resource.load();
    expect(resource.isLoading).toBe(true);
    answers[0]?.give('one');
    await first;
    const second = resource.refresh();
    answers[1]?.refuse();
    await second;
    expect(resource.value).toBe('one');
    expect(resource.problem?.code).toBe('network');
    const third = resource.refresh();
    expect(resource.problem?.code, 'it does not flicker').toBe('network');
    answers[2]?.give('two');
    await third;
    expect(resource.value).toBe('two');
    expect(resource.problem).toBeNull();
});

it('drops an answer that a later one has overtaken', async () => {
    const { resource, answers } = asked();
    const both = [resource.refresh(), resource.refresh()];
    answers[1]?.give('new');
    answers[0]?.give('old');
    await Promise.all(both);
    expect(resource.value).toBe('new');
});
