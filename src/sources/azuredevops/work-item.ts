import { z } from 'zod';
import { eventId } from '../../events/event-id.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { looseRecord } from '../../support/loose.js';
import { pageOf } from '../parts.js';
import { isFields, nameOf } from '../reading.js';
import { ignored, type Told, told } from '../records.js';
import { actorOf, azureInstant, idIn, looseShape, person, personId } from './parts.js';
import type { Where } from './run.js';

const number = z.union([z.number(), z.string()]).nullish().catch(undefined);
const workItem = z.object({
  id: number,
  workItemId: number,
  rev: number,
  url: z.string().nullish().catch(undefined),
  fields: looseRecord,
  revisedBy: person,
  revision: looseShape({ id: number, fields: looseRecord, url: z.string().nullish() }),
  _links: z
    .object({ html: z.object({ href: z.string() }) })
    .optional()
    .catch(undefined),
});
type WorkItem = z.output<typeof workItem>;

/** An update tells `{ oldValue, newValue }` where a work item tells the value. */
const newValue = (value: unknown): unknown =>
  isFields(value) && ('newValue' in value || 'oldValue' in value) ? value['newValue'] : value;

interface Item {
  readonly item: string;
  readonly at: string;
  readonly who: ReturnType<typeof actorOf>;
  readonly field: (name: string) => unknown;
  readonly told: WorkItem;
}

const itemOf = (value: WorkItem, toldAt: string | undefined, where: Where): Item | undefined => {
  const id = value.revision?.id ?? (value.workItemId || value.id);
  const field = (name: string) => newValue(value.fields[name]) ?? value.revision?.fields[name];
  const changed = azureInstant.parse(field('System.ChangedDate'));
  const at = changed ?? toldAt;
  if (id === undefined || id === null || !at) return undefined;
  const who = actorOf(value.revisedBy ?? person.parse(field('System.ChangedBy')));
  const url = value.url ?? value.revision?.url ?? undefined;
  const { source, settings } = where;
  const item = settings.mentionedByNumber ? `AB#${id}` : idIn(source, url, 'workitems', String(id));
  return { item, at, who, field, told: value };
};

/** @param action the last word of the event, such as `created`; `updated` for what a pull read. */
export const workItemTold = (
  resource: unknown,
  { action, toldAt }: { action: string; toldAt: string | undefined },
  where: Where,
): Told => {
  const parsed = workItem.safeParse(resource);
  const item = parsed.success ? itemOf(parsed.data, toldAt, where) : undefined;
  if (!item) return ignored('The work item does not tell its number or when it changed');
  if (action === 'deleted') {
    const id = eventId('item.closed', item.item, 'deleted', item.at);
    return told({
      ...common(item),
      type: 'item.closed',
      id,
      at: item.at,
      actor: item.who,
      resolution: 'deleted',
    });
  }
  const moved = movedTo(item, where);
  return told(created(item), ...(action === 'created' ? [] : moved), assigned(item));
};

const common = ({ item, field, told: { _links } }: Item) => ({
  source: 'azuredevops',
  item,
  title: nameOf(field('System.Title')),
  kind: nameOf(field('System.WorkItemType')),
  url: pageOf(_links?.html.href),
});

const created = (item: Item): DeliveryEvent | undefined => {
  const at = azureInstant.parse(item.field('System.CreatedDate'));
  return at === undefined
    ? undefined
    : {
        ...common(item),
        type: 'item.created',
        id: eventId('item.created', item.item),
        at,
        revision: Date.parse(item.at),
        actor: actorOf(person.parse(item.field('System.CreatedBy'))),
      };
};

const changeOf = (item: Item, name: string): { from: unknown; to: unknown } | undefined => {
  const change = item.told.fields[name];
  return isFields(change) && 'newValue' in change
    ? { from: change['oldValue'], to: change['newValue'] }
    : undefined;
};

const movedTo = (item: Item, { settings }: Where): DeliveryEvent[] => {
  const change = changeOf(item, 'System.State');
  const to = nameOf(change?.to);
  if (!change || !to) return [];
  const from = nameOf(change.from);
  const [wasClosed, isClosed] = [from, to].map((state) => settings.closedStates.includes(state ?? ''));
  const about = { ...common(item), at: item.at, actor: item.who };
  const active = settings.activeStates.includes(to);
  const id = eventId('item.moved', item.item, to, item.at);
  const events: DeliveryEvent[] = [{ ...about, type: 'item.moved', id, from, to, active }];
  if (isClosed && !wasClosed)
    events.push({
      ...about,
      type: 'item.closed',
      id: eventId('item.closed', item.item, item.at),
      resolution: nameOf(item.field('System.Reason')),
    });
  if (wasClosed && !isClosed)
    events.push({ ...about, type: 'item.reopened', id: eventId('item.reopened', item.item, item.at) });
  return events;
};

const assigned = (item: Item): DeliveryEvent | undefined => {
  const change = changeOf(item, 'System.AssignedTo');
  if (!change) return undefined;
  const to = personId(person.parse(change.to));
  return {
    ...common(item),
    type: 'item.assigned',
    id: eventId('item.assigned', item.item, to ?? '', item.at),
    at: item.at,
    actor: item.who,
    person: to,
  };
};
