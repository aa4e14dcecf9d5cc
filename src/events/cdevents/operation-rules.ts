import { z } from 'zod';
import { firstLine } from '../../support/text.js';
import type { EventOf } from '../vocabulary.js';
import { type CdEvent, saidRef, saidText } from './cd-event.js';
import { person, personId } from './person.js';
import { originOf } from './purl.js';
import { fact, ignored, type Rule, rule } from './rule.js';

const serviceContent = z.object({ environment: z.object({ id: z.string().min(1) }), artifactId: saidText });
const removalContent = z.object({ environment: saidRef, artifactId: saidText });

type Kind = EventOf<'deployment.finished'>['kind'];

/** The same service is deployed again and again, so a deployment is known by the id of the event that tells it. */
const deployed = (kind: Kind): Rule =>
  rule(serviceContent, (event, { environment, artifactId }) => ({
    events: [deployment(event, kind, environment.id, artifactId)],
  }));

const removed: Rule = rule(removalContent, (event, { environment, artifactId }) =>
  environment
    ? { events: [deployment(event, 'remove', environment.id, artifactId)] }
    : { ignored: 'The event does not name the environment from which the service was removed.' },
);

const deployment = (
  event: CdEvent,
  kind: Kind,
  environment: string,
  artifact: string | undefined,
): EventOf<'deployment.finished'> => {
  const { repo, sha, version } = originOf(artifact ?? '');
  return {
    ...fact(event, 'deployment.finished', { key: event.context.id }),
    service: event.subject.id,
    environment,
    deployment: event.context.id,
    // CDEvents tell only of what succeeded.
    outcome: 'success',
    kind,
    ...(artifact && { artifact }),
    ...(repo && { repo }),
    ...(sha && { sha }),
    ...(version && { version }),
  };
};

const environmentContent = z.object({ name: saidText, uri: saidText, url: saidText });

const environmentRule = (type: 'resource.created' | 'resource.changed' | 'resource.removed'): Rule =>
  rule(environmentContent, (event, { name, uri, url }) => ({
    events: [
      {
        ...fact(event, type, { key: event.context.id }),
        resource: event.subject.id,
        kind: 'environment',
        environment: event.subject.id,
        ...(name && { detail: name }),
        ...(uri || url ? { url: uri ?? url } : {}),
      },
    ],
  }));

const incidentContent = z.object({
  description: saidText,
  environment: saidRef,
  service: saidRef,
  artifactId: saidText,
  ticketURI: saidText,
});

const incidentRule = (type: 'incident.opened' | 'incident.resolved', revision?: number): Rule =>
  rule(incidentContent, (event, { description, environment, service, artifactId, ticketURI }) => {
    const links = [
      ...(artifactId ? [`artifact:${artifactId}`] : []),
      ...(ticketURI ? [`ticket:${ticketURI}`] : []),
    ];
    const title = description && firstLine(description);
    return {
      events: [
        {
          ...fact(event, type, { links }),
          incident: event.subject.id,
          ...(title && { title }),
          ...(environment && { environment: environment.id }),
          ...(service && { service: service.id }),
          ...(revision !== undefined && { revision }),
        },
      ],
    };
  });

const ticketContent = z.object({
  summary: saidText,
  creator: saidText,
  updatedBy: saidText,
  assignees: z.array(z.string().min(1)).nullish(),
  group: saidText,
  resolution: saidText,
  uri: saidText,
});
type Ticket = z.output<typeof ticketContent>;

const about = (event: CdEvent, { summary, uri }: Ticket, who: string | undefined) => {
  const actor = event.cause ?? person(who);
  return {
    item: event.subject.id,
    ...(summary && { title: firstLine(summary) }),
    ...(uri && { url: uri }),
    ...(actor && { actor }),
  };
};

/** Who holds the ticket, if it says so; of several assignees the first, since an item has one holder. */
const assignment = (event: CdEvent, ticket: Ticket, who: string | undefined): EventOf<'item.assigned'>[] => {
  const assignee = ticket.assignees?.[0];
  if (!assignee && !ticket.group) return [];
  return [
    {
      ...fact(event, 'item.assigned', { key: event.context.id }),
      ...about(event, ticket, who),
      ...(assignee && { person: personId(assignee) }),
      ...(ticket.group && { team: ticket.group }),
    },
  ];
};

const ticketCreated: Rule = rule(ticketContent, (event, ticket) => ({
  events: [
    { ...fact(event, 'item.created'), ...about(event, ticket, ticket.creator) },
    ...assignment(event, ticket, ticket.creator),
  ],
}));

const ticketUpdated: Rule = rule(ticketContent, (event, ticket) => {
  const events = assignment(event, ticket, ticket.updatedBy);
  return events.length > 0
    ? { events }
    : {
        ignored: 'The updated ticket says neither who holds it nor which group does; CDEvents tell no state.',
      };
});

/** A ticket may be closed, opened again and closed again. */
const ticketClosed: Rule = rule(ticketContent, (event, ticket) => ({
  events: [
    {
      ...fact(event, 'item.closed', { key: event.context.id }),
      ...about(event, ticket, ticket.updatedBy),
      ...(ticket.resolution && { resolution: ticket.resolution }),
    },
  ],
}));

/** Services, environments, incidents and tickets. */
export const operationRules: Readonly<Record<string, Rule>> = {
  'service.deployed': deployed('deploy'),
  'service.upgraded': deployed('upgrade'),
  'service.rolledback': deployed('rollback'),
  'service.removed': removed,
  'service.published': ignored('That a service can be reached now was told by its deployment.'),
  'environment.created': environmentRule('resource.created'),
  'environment.modified': environmentRule('resource.changed'),
  'environment.deleted': environmentRule('resource.removed'),
  // Both tell of one incident; it began when it was detected, so that telling is the better one.
  'incident.reported': incidentRule('incident.opened', 0),
  'incident.detected': incidentRule('incident.opened', 1),
  'incident.resolved': incidentRule('incident.resolved'),
  'ticket.created': ticketCreated,
  'ticket.updated': ticketUpdated,
  'ticket.closed': ticketClosed,
};
