import { UserError } from '../../support/errors.js';
import { covered, type ForecastResult, forecast } from './forecast.js';
import type { StreamAnswer } from './stream-door.js';

export interface AskedForecast {
  /** undefined: those that are in the stream now. */
  readonly items?: number | null;
  readonly seed?: string | null;
}

export interface StreamForecast extends ForecastResult {
  readonly items: number;
  readonly now: number;
  readonly seed: string;
  readonly backTest: ReturnType<typeof covered>;
}

const MOST_ITEMS = 100_000;

/** @throws UserError `BAD_FORECAST` */
export const forecastOf = (answer: StreamAnswer, { items, seed }: AskedForecast): StreamForecast => {
  const { journeys } = answer.read;
  const open = journeys.filter(({ finished, left }) => finished === undefined && left === undefined);
  const wanted = items ?? open.length;
  if (!Number.isInteger(wanted) || wanted < (items === wanted ? 1 : 0) || wanted > MOST_ITEMS)
    throw new UserError(
      `"items" must be a whole number from 1 to ${MOST_ITEMS}, not ${wanted}.`,
      'BAD_FORECAST',
    );
  const question = {
    finished: journeys.flatMap(({ finished }) => finished ?? []),
    items: wanted,
    now: answer.span.to,
    seed: seed ?? '1',
  };
  const result: ForecastResult = forecast(question);
  return { ...result, ...question, backTest: covered(result.past) };
};
