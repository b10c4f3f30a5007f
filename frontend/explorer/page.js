/* GraphiQL over our own endpoint and socket, with the cookie of whoever is signed in. */
const { GraphiQL, React, ReactDOM, graphqlWs } = globalThis;

const wsClient = graphqlWs.createClient({
  url: `${location.origin.replace('http', 'ws')}/graphql`,
});
const fetcher = GraphiQL.createFetcher({ url: '/graphql', wsClient });
const defaultQuery = `# Sign in at ${location.origin} first: what you may see is what that account may see.
{
  shop { name mode }
  listings(first: 5) {
    nodes { id item { title size colour } price { amountMinor currency } }
  }
}
`;

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery }),
);
