import type { DeliveryEvent } from '../../events/vocabulary.js';
import { type IncidentAbout, opened, resolved } from '../incident-events.js';
import { acceptedOr, ignored } from '../outcome.js';
import { placeOf } from '../service-map.js';
import { authenticateSharedSecret } from '../shared-secret.js';
import type { Setting, Source } from '../source.js';
import { type Alert, alertOf } from './alert.js';
import { read, type WilyPayload, wilyPayload } from './payload.js';
import { type WilySettings, wilySettings } from './settings.js';

/** CA APM, once Wily Introscope, now DX APM: its alerts as incidents, by webhook or as the text of an action. */
export const wily: Source<WilyPayload, WilySettings> = {
  id: 'wily',
  title: 'CA APM (Wily)',
  about: {
    transport: 'alerts posted by a REST action',
    authentication: 'token as header, bearer, basic or `?token=`',
    deliveryKey: 'hash of the body',
  },
  headers: ['content-type', 'date'],
  payload: wilyPayload,
  settings: wilySettings,
  authenticate: authenticateSharedSecret,
  read,
  interpret: ({ told }, setting) => {
    const alerts = told.map((one) => alertOf(one, setting.settings));
    const reasons = alerts.filter((one) => typeof one === 'string');
    const known = alerts.filter((one) => typeof one !== 'string');
    if (known.length === 0) return ignored(reasons[0] ?? 'The body holds no alert');
    const events = known.flatMap((alert) => eventsOf(alert, setting));
    return acceptedOr('The alert does not tell when it began: send alertStartTime', events);
  },
};

/**
 * One alert may be raised again and again: when it began tells one time from another. A notification that it is over
 * tells the same beginning; where it tells none, the alert's last word is its end.
 */
const eventsOf = (alert: Alert, { source, settings }: Setting<WilySettings>): DeliveryEvent[] => {
  const { key, name, state, severity, startedAt, at, names, application, url, links } = alert;
  if (!at) return [];
  const about: IncidentAbout = {
    source: 'wily',
    incident: `wily:${source}/${key}${startedAt ? `/${startedAt}` : ''}`,
    title: name,
    url,
    severity,
    links,
    ...placeOf(settings.services, names.find((one) => Object.hasOwn(settings.services, one)) ?? application),
  };
  const beginning = startedAt ? opened(about, { at: startedAt }) : [];
  if (state === 'opened') return startedAt ? beginning : opened(about, { at, key: at });
  return [...beginning, ...resolved(about, { at })];
};
