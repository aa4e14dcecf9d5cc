import { LineCounter, type Node } from 'yaml';
import type { z } from 'zod';
import { sha256Hex } from '../support/hash.js';
import { parseYaml } from '../support/yaml.js';
import {
  type ChosenSection,
  type Definition,
  type DefinitionFile,
  definitionShape,
  periodRule,
} from './definition.js';
import { findSection, sections } from './sections/registry.js';

/** Why a definition is refused: `reports/flow-weekly/report.yaml:4: schedule.cron: ...`. */
export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export const refusalText = ({ file, line, reason }: Refusal): string => `${file}:${line}: ${reason}`;

export interface DefinitionText {
  readonly name: string;
  /** How the file is called in messages. */
  readonly file: string;
  readonly text: string;
  readonly template: string;
  readonly templateFile: string;
}

export type ReadDefinition = { readonly definition: Definition } | { readonly refusals: readonly Refusal[] };

/** Reads one definition. Pure. */
export const readDefinition = (source: DefinitionText): ReadDefinition => {
  const lines = new LineCounter();
  const document = parseYaml(source.text, { lineCounter: lines, prettyErrors: false });
  const { file } = source;
  if (document.errors.length > 0) {
    const refusals = document.errors.map(({ pos, message }) => ({
      file,
      line: lines.linePos(pos[0]).line,
      reason: message,
    }));
    return { refusals };
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      const start = (node as Node | null | undefined)?.range?.[0];
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  const refusal = (path: readonly PropertyKey[], reason: string): Refusal => ({
    file,
    line: lineOf(path),
    reason: path.length > 0 ? `${path.join('.')}: ${reason}` : reason,
  });
  const parsed = definitionShape.safeParse(document.toJS());
  if (!parsed.success)
    return { refusals: parsed.error.issues.map((issue) => refusal(pathOf(issue), issue.message)) };
  const chosen = chooseSections(parsed.data, refusal);
  const refusals = [...chosen.refusals, ...unknownControls(parsed.data, refusal)];
  if (refusals.length > 0) return { refusals };
  return { definition: definitionOf(source, parsed.data, chosen.sections) };
};

/** A member too many stands where it is written, not where its parent begins. */
const pathOf = (issue: z.core.$ZodIssue): readonly PropertyKey[] =>
  issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;

const definitionOf = (
  { name, text, template, templateFile }: DefinitionText,
  file: DefinitionFile,
  chosen: readonly ChosenSection[],
): Definition => ({
  name,
  title: file.title,
  audience: file.audience,
  cron: file.schedule?.cron,
  zone: file.zone ?? file.schedule?.zone ?? 'UTC',
  period: periodRule(file.period),
  scope: file.scope,
  sections: chosen,
  controls: file.controls,
  outputs: [...new Set(file.outputs)],
  template,
  templateFile,
  recipients: file.recipients,
  digest: sha256Hex(JSON.stringify([text, template])),
});

type Refuse = (path: readonly PropertyKey[], reason: string) => Refusal;

const chooseSections = (file: DefinitionFile, refuse: Refuse) => {
  const chosen: ChosenSection[] = [];
  const refusals: Refusal[] = [];
  for (const [i, entry] of file.sections.entries()) {
    const { section: id, ...options } = typeof entry === 'string' ? { section: entry } : entry;
    const path = ['sections', i];
    const section = findSection(id);
    if (!section) {
      const known = sections.map((one) => one.id).join(', ');
      refusals.push(refuse(path, `There is no section ${JSON.stringify(id)}: there are ${known}.`));
    } else if (chosen.some((one) => one.id === id)) {
      refusals.push(refuse(path, `The section ${id} is there twice.`));
    } else {
      const read = section.options.safeParse(options);
      if (read.success) chosen.push({ id, options: read.data });
      else
        refusals.push(
          ...read.error.issues.map((issue) => refuse([...path, ...pathOf(issue)], issue.message)),
        );
    }
  }
  return { sections: chosen, refusals };
};

/** A control that no section of the report can speak of would look as if it had been checked. */
const unknownControls = (file: DefinitionFile, refuse: Refuse): Refusal[] => {
  const ids = file.sections.map((entry) => (typeof entry === 'string' ? entry : entry.section));
  const known = new Set(ids.flatMap((id) => findSection(id)?.controls ?? []));
  return file.controls.flatMap((control, i) =>
    known.has(control)
      ? []
      : [refuse(['controls', i], `No section of this report checks a control ${JSON.stringify(control)}.`)],
  );
};
