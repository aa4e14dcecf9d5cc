import { Client, type CombinedError, cacheExchange, fetchExchange, mapExchange } from 'urql';
import { noteSignedOut } from './session.js';

const isUnauthenticated = (error: CombinedError): boolean => {
  const status: unknown = error.response?.status;
  return (
    status === 401 || error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')
  );
};

export const createClient = (): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (isUnauthenticated(error)) noteSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });

/** One sentence about what went wrong. */
export const errorSentence = (error: CombinedError): string => {
  if (error.networkError && !error.response) return 'The server does not answer.';
  return error.graphQLErrors[0]?.message ?? error.networkError?.message ?? error.message;
};
