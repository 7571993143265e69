// The geometry of the chart: a bar of plays for each day, a line of listeners over them. Drawing belongs to ListeningChart.svelte.
import type { ListeningDay } from '../../api/types';

/** Room around the plot in pixels: for the numbers on the left, the days below. */
export const margin = { top: 12, right: 4, bottom: 28, left: 40 };
const labelWidth = 64;
const widestBar = 48;

export interface Bar {
    day: ListeningDay;
    x: number;
    y: number;
    width: number;
    height: number;
}

export interface Chart {
    bars: Bar[];
    /** Points of the line, as SVG has them. */
    line: string;
    /** Values on the left, from 0 up, and their heights. */
    ticks: { value: number; y: number }[];
    /** Days that are written below, and their places. */
    labels: { day: string; x: number; anchor: 'start' | 'middle' | 'end' }[];
}

export function chartOf(days: readonly ListeningDay[], width: number, height: number): Chart {
    const plotWidth = Math.max(1, width - margin.left - margin.right);
    const plotHeight = Math.max(1, height - margin.top - margin.bottom);
    const values = tickValues(Math.max(0, ...days.map((day) => Math.max(day.plays, day.listeners))));
    const top = values.at(-1) ?? 1;
    const yOf = (value: number) => margin.top + plotHeight * (1 - value / top);
    const slot = plotWidth / Math.max(1, days.length);
    const barWidth = Math.min(widestBar, slot * 0.75);
    const middleOf = (index: number) => margin.left + slot * (index + 0.5);
    const bars = days.map((day, index) => ({
        day,
        x: middleOf(index) - barWidth / 2,
        y: yOf(day.plays),
        width: barWidth,
        height: yOf(0) - yOf(day.plays),
    }));
    const points = days.map((day, index) => `${round(middleOf(index))},${round(yOf(day.listeners))}`);
    return {
        bars,
        line: points.join(' '),
        ticks: values.map((value) => ({ value, y: yOf(value) })),
        labels: labelledDays(days.length, plotWidth).map((index) => ({
            day: days[index]?.day ?? '',
            x: index === 0 ? margin.left : index === days.length - 1 ? width - margin.right : middleOf(index),
            anchor: index === 0 ? 'start' : index === days.length - 1 ? 'end' : 'middle',
        })),
    };
}

/** Four or five whole numbers from 0 to the largest value or a little more, in steps of 1, 2 or 5 times a power of ten. */
export function tickValues(largest: number): number[] {
    const rough = Math.max(1, largest / 4);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
    const count = Math.max(1, Math.ceil(largest / step));
    return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** The first and the last day, and as many between them at equal distances as have room. */
function labelledDays(count: number, plotWidth: number): number[] {
    if (count <= 1) return count === 1 ? [0] : [];
    const gaps = Math.max(1, Math.min(count - 1, Math.floor(plotWidth / labelWidth / 1.5)));
    const places = Array.from({ length: gaps + 1 }, (_, gap) => Math.round((gap * (count - 1)) / gaps));
    return [...new Set(places)];
}

function round(pixels: number): number {
    return Math.round(pixels * 10) / 10;
}
