import { useQuery } from 'urql';
import { count } from '../format/number.js';
import { moment } from '../format/time.js';
import { Answer } from '../shell/answer.js';
import { CodeBlock } from '../shell/code-block.js';
import { cursorOf, More } from '../shell/more.js';
import { type Delivery, troubleQuery } from './queries.js';

const previewLength = 4_000;

const preview = (body: string): string =>
  body.length > previewLength
    ? `${body.slice(0, previewLength)}\n… ${count(body.length - previewLength)} more characters`
    : body;

const stateWords = (state: string): string => (state === 'dead' ? 'Given up' : 'Not understood');

const TroubledDelivery = ({ delivery, zone }: { delivery: Delivery; zone: string }) => (
  <li>
    <details>
      <summary>
        <span className="label scrap">{stateWords(delivery.state)}</span>
        <span className="reason">{delivery.reason ?? 'No reason was recorded.'}</span>
        <span className="event-when">
          {moment(delivery.receivedAt, zone)},{' '}
          {delivery.attempts === 1 ? 'tried once' : `tried ${delivery.attempts} times`}
        </span>
      </summary>
      <div className="event-proof">
        <dl className="pairs">
          <dt>What to do</dt>
          <dd>{delivery.advice}</dd>
          <dt>Delivery</dt>
          <dd>
            <code>{delivery.key}</code>
          </dd>
          <dt>Headers</dt>
          <dd>
            <code>{delivery.headers}</code>
          </dd>
        </dl>
        <CodeBlock label="Body of the delivery" text={preview(delivery.body ?? '')} />
      </div>
    </details>
  </li>
);

interface Props {
  source: string;
  zone: string;
  after?: string;
}

/** What a source delivered that did not become events, newest first. */
export const Trouble = ({ source, zone, after }: Props) => {
  const query = useQuery({ query: troubleQuery, variables: { after: after ?? null } });
  return (
    <Answer query={query} what="the deliveries" height={120}>
      {({ sources }) => {
        const trouble = sources.find(({ name }) => name === source)?.trouble;
        if (!trouble) return null;
        return (
          <>
            <ul className="rows deliveries">
              {trouble.nodes.map((delivery) => (
                <TroubledDelivery key={delivery.key} delivery={delivery} zone={zone} />
              ))}
            </ul>
            <More
              shown={trouble.nodes.length}
              total={trouble.totalCount}
              endCursor={cursorOf(trouble.pageInfo)}
              next={(cursor) => <Trouble source={source} zone={zone} after={cursor} />}
            />
          </>
        );
      }}
    </Answer>
  );
};
