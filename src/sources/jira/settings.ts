import { z } from 'zod';
import { serviceMap } from '../service-map.js';

const names = z.array(z.string().min(1)).default([]);

/** What only the people of a Jira know about it. Names are compared without regard to case. */
export const jiraSettings = z.object({
  /** States in which somebody works on the item; default: those whose category is "In Progress". */
  activeStates: names,
  /** States in which it is done; default: those whose category is "Done". */
  closedStates: names,
  /** The fields that hold the team: names as the changelog has them, and ids (`customfield_10001`) as the issue has them. */
  teamFields: z.array(z.string().min(1)).default(['Team']),
  /** Ids of the fields (`customfield_10002`) that say how a change would be taken back. */
  backOutFields: z.array(z.string().min(1)).default([]),
  /** A comment that begins with one of these approves the item, or rejects it. */
  approvingComments: names,
  rejectingComments: names,
  /** Moving an item to one of these states approves it, or rejects it. */
  approvingStates: names,
  rejectingStates: names,
  /** Types of issue that are incidents. */
  incidentTypes: z.array(z.string().min(1)).default(['Incident', '[System] Incident']),
  /** Accounts that are machines, as `jira:<account>` or by the name that people see. */
  bots: names,
  /** Components and project keys, each with the service that it stands for. */
  services: serviceMap,
});
export type JiraSettings = z.output<typeof jiraSettings>;

export const isAmong = (names: readonly string[], name: string | undefined): boolean =>
  name !== undefined && names.some((known) => known.toLowerCase() === name.toLowerCase());
