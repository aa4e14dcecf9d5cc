import { CodeBlock } from '../shell/code-block.js';
import { Popover } from '../shell/popover.js';
import type { Definition } from './proof.js';

/** The definition behind a number, in words and as the query that counted it. */
export const DefinitionPopover = ({
  definition,
  short = false,
}: {
  definition: Definition;
  short?: boolean;
}) => (
  <Popover
    className="quiet"
    title={definition.title}
    label={
      short ? (
        `Definition v${definition.version}`
      ) : (
        <>
          Definition <code>{definition.id}</code> v{definition.version}
        </>
      )
    }
  >
    <p className="definition-text">{definition.text}</p>
    <dl className="pairs">
      <dt>Id and version</dt>
      <dd>
        <code>{definition.id}</code>, version {definition.version}
      </dd>
      <dt>Unit</dt>
      <dd>{definition.unit}</dd>
      <dt>Better is</dt>
      <dd>{definition.better === 'LOWER' ? 'lower' : 'higher'}</dd>
    </dl>
    <h4>The query that counts it</h4>
    <CodeBlock label="The query that counts it" text={definition.sql} />
  </Popover>
);
