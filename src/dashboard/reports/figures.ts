import type { Unit } from './amounts.js';

/** What is read of the frozen data of a report. */
interface ReportData {
  sections: { figures: ReportFigure[] }[];
}

export interface ReportFigure {
  id: string;
  title: string;
  unit: Unit;
  value: number | null;
  better?: 'higher' | 'lower';
}

export interface ComparedFigure {
  id: string;
  title: string;
  unit: Unit;
  better?: 'higher' | 'lower';
  before: number | null;
  after: number | null;
}

export const loadFigures = async (run: string): Promise<ReportFigure[]> => {
  const answer = await fetch(`/reports/${encodeURIComponent(run)}.json`, { credentials: 'same-origin' });
  if (!answer.ok)
    throw new Error(
      answer.status === 404
        ? 'a run has no JSON output, or does not exist. Add json to its outputs.'
        : `the server answered HTTP ${answer.status}.`,
    );
  const data = (await answer.json()) as ReportData;
  return data.sections.flatMap(({ figures }) => figures);
};

/** Every figure that one of both has, in the order of the later. */
export const compareFigures = (
  before: readonly ReportFigure[],
  after: readonly ReportFigure[],
): ComparedFigure[] => {
  const valueIn = (figures: readonly ReportFigure[], id: string): number | null =>
    figures.find((figure) => figure.id === id)?.value ?? null;
  const known = new Set(after.map(({ id }) => id));
  return [...after, ...before.filter(({ id }) => !known.has(id))].map(({ id, title, unit, better }) => ({
    id,
    title,
    unit,
    better,
    before: valueIn(before, id),
    after: valueIn(after, id),
  }));
};
