import { canonicalJson, sha256 } from '../../support/hash.js';
import { shownValue } from '../format.js';
import type { ControlResult, Figure, ReportData } from '../model.js';
import type { Output } from './output.js';

/** OSCAL assessment results, version 1.0.6. What the report does not know is left out, and said in a remark. */

/** The same thing in the same report has the same id for ever. */
const uuidOf = (data: ReportData, what: string): string => {
  const hex = sha256(canonicalJson([data.report, data.definition, data.period, data.asOf, what])).toString(
    'hex',
  );
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A token of OSCAL: letters, digits, points, hyphens. */
const token = (text: string): string =>
  text.replace(/[^\p{L}\p{N}.\-_]/gu, '-').replace(/^(?=[^\p{L}_])/u, '_');

const NO_PLAN =
  'No assessment plan was imported: this report was made from recorded delivery events, and what it selects is said by its definition.';

const observationOf = (data: ReportData, figure: Figure) => ({
  uuid: uuidOf(data, `figure ${figure.id}`),
  title: figure.title,
  description: `${figure.title}: ${shownValue(figure.value, figure.unit)}; ${figure.n} of ${figure.population} units counted.`,
  props: [
    { name: 'figure', value: figure.id },
    { name: 'definition', value: figure.definition },
    ...(figure.value === null ? [] : [{ name: 'value', value: String(figure.value) }]),
    { name: 'unit', value: figure.unit },
  ],
  methods: ['TEST'],
  collected: data.asOf,
});

/** What nobody judged is neither satisfied nor not. */
const judged = (results: readonly ControlResult[]): ControlResult[] =>
  results.filter(({ population }) => population > 0);

const findingOf = (data: ReportData, result: ControlResult) => ({
  uuid: uuidOf(data, `control ${result.control}`),
  title: result.title,
  description: `Of a population of ${result.population} ${result.pass} passed, ${result.fail} failed, ${result.exception} are exceptions and ${result.unknown} are unknown.`,
  target: {
    type: 'objective-id',
    'target-id': token(result.control),
    status: { state: result.fail === 0 && result.unknown === 0 ? 'satisfied' : 'not-satisfied' },
  },
});

const notJudged = (results: readonly ControlResult[]): string[] => {
  const names = results.filter(({ population }) => population === 0).map(({ control }) => control);
  return names.length > 0 ? [`Nothing of the period was judged by ${names.join(', ')}.`] : [];
};

const reviewed = (results: readonly ControlResult[]) =>
  results.length > 0
    ? { 'include-controls': results.map(({ control }) => ({ 'control-id': token(control) })) }
    : { description: 'No control was assessed: this report tells figures only.' };

const resultOf = (data: ReportData) => {
  const controls = data.sections.flatMap((section) => section.controls);
  const figures = data.sections.flatMap((section) => section.figures);
  return {
    uuid: uuidOf(data, 'result'),
    title: `${data.title}: ${data.period.label}`,
    description: data.summary.join(' ') || 'Nothing is known of the period.',
    start: data.period.from,
    end: data.period.to,
    'reviewed-controls': { 'control-selections': [reviewed(controls)] },
    ...(figures.length > 0 && { observations: figures.map((figure) => observationOf(data, figure)) }),
    ...(judged(controls).length > 0 && { findings: judged(controls).map((one) => findingOf(data, one)) }),
    remarks: [`As recorded until ${data.asOf}.`, ...notJudged(controls)].join(' '),
  };
};

export const oscal: Output = {
  format: 'oscal',
  mediaType: 'application/json',
  extension: 'oscal.json',
  write: ({ data }) => {
    const results = {
      uuid: uuidOf(data, 'results'),
      metadata: {
        title: `${data.title}: ${data.period.label}`,
        'last-modified': data.asOf,
        version: data.asOf,
        'oscal-version': '1.0.6',
      },
      'import-ap': { href: '#no-assessment-plan', remarks: NO_PLAN },
      results: [resultOf(data)],
    };
    return Buffer.from(`${JSON.stringify({ 'assessment-results': results }, null, 2)}\n`);
  },
};
