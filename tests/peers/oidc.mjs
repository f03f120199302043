// An OpenID Connect provider for tests: oidc-provider (MIT), which its author keeps certified, with one client and one
// user, whoever was named last at /control. It signs in without asking, and ends with its standard input.
import http from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, clientId, clientSecret] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(modules, 'oidc-provider/lib/index.js')));

let user = {};
const users = new Map();

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: ['http://localhost/callback'] }],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['a key for tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...users.get(sub) }) }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider: itself } = ctx.oidc;
      const grant = new itself.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
  });
  // The port of the site is another one in each test.
  provider.Client.prototype.redirectUriAllowed = (uri) => uri.startsWith('http://localhost:');
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    if (request.url === '/control') {
      let text = '';
      for await (const part of request) text += part;
      user = JSON.parse(text);
      users.set(user.sub, user);
      response.end();
    } else if (request.url.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, { login: { accountId: user.sub } });
    } else {
      callback(request, response);
    }
  });
  console.log(`issuer ${issuer}`);
});
process.stdin.on('end', () => process.exit()).resume();
