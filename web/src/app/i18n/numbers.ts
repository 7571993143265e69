// Numbers in the words of a language.

export function count(language: string, value: number): string {
    return new Intl.NumberFormat(language).format(value);
}

/** A size in decimal units, three digits at most where it matters: 950 kB, 1.2 MB, 34 MB. */
export function bytes(language: string, units: readonly [string, string, string, string], value: number): string {
    let amount = value;
    let unit = 0;
    while (amount >= 999.5 && unit < units.length - 1) {
        amount /= 1000;
        unit += 1;
    }
    const digits = unit > 0 && amount < 9.95 ? 1 : 0;
    const text = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(amount);
    return `${text}\u00a0${units[unit] ?? ''}`;
}

/** A measured value with one digit at most, and its unit: -13.6 LUFS. */
export function measure(language: string, value: number, unit: string, signDisplay: 'auto' | 'exceptZero'): string {
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay }).format(value)}\u00a0${unit}`;
}

/** A length as on a record sleeve: 3:07, 1:02:07. */
export function clock(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const tail = String(seconds % 60).padStart(2, '0');
    return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** A moment, to the minute. */
export function dateAndTime(language: string, iso: string): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}
