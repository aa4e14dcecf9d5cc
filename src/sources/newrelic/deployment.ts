import { eventId } from '../../events/event-id.js';
import { linkList, linksIn } from '../../events/links.js';
import type { DeliveryEvent } from '../../events/vocabulary.js';
import { type Json, pageOf } from '../parts.js';
import { placeOf } from '../service-map.js';
import type { Setting } from '../source.js';
import { personIn, SOURCE } from './incident.js';
import { textIn, textsIn, timeIn } from './payload.js';
import type { NewrelicSettings } from './settings.js';

const VERSION = ['version', 'revision'];
const AT = ['timestamp', 'createdat'];

/** A marker of the old kind, or a record of change tracking; both say only that somebody deployed. */
export const isDeployment = (told: Json): boolean =>
  told['throughlinekind'] === 'deployment' ||
  (textIn(told, ...VERSION) !== undefined &&
    textIn(told, 'deploymentid', 'deploymenttype', 'entityguid', 'applicationname', 'deployedby') !==
      undefined);

const SHA = /^[0-9a-f]{7,64}$/;

/** @returns undefined when it does not tell of what or when. */
export const deploymentEvents = (
  told: Json,
  { source, settings }: Setting<NewrelicSettings>,
): DeliveryEvent[] | undefined => {
  const guid = textIn(told, 'entityguid', 'guid');
  const name = textIn(told, 'applicationname', 'entityname') ?? guid;
  const at = timeIn(told, ...AT);
  const { service, environment = settings.environment } = placeOf(settings.services, guid, name);
  if (!service || !at) return undefined;
  const version = textIn(told, ...VERSION);
  const sha = textsIn(told, 'commit', 'revision', 'version').find((one) => SHA.test(one));
  const page = textIn(told, 'deploymenturl', 'deeplink', 'permalink');
  const id = textIn(told, 'deploymentid', 'changetrackingid') ?? /\/deployments\/(\w+)/.exec(page ?? '')?.[1];
  const deployment = `newrelic:${source}/${id ?? `${name}@${version ?? ''}@${at}`}`;
  return [
    {
      type: 'deployment.finished',
      id: eventId('deployment.finished', deployment),
      source: SOURCE,
      at,
      actor: personIn(told, 'deployedby', 'user', 'username'),
      url: pageOf(page),
      service,
      environment,
      deployment,
      // A sha of digits alone is rather the number of a build.
      sha: sha && /[a-f]/.test(sha) ? sha : undefined,
      version,
      outcome: 'success',
      kind: /rollback/i.test(textIn(told, 'deploymenttype', 'description') ?? '') ? 'rollback' : 'deploy',
      links: linkList(...linksIn(...textsIn(told, 'changelog', 'description', 'commit'))),
    },
  ];
};
