// OpenAPI: the description of everything central answers, made from the schemas of the contract (version 3.1).

import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { problemAnswer } from '../contract/answers.ts';
import { type Route, routes } from '../contract/routes.ts';
import { signatureHeaders } from '../contract/signing.ts';

type Json = Readonly<Record<string, unknown>>;

/** What goes over the wire is what a schema takes in. Checks in code stand in their messages, for JSON Schema has none. */
function jsonSchema(schema: v.GenericSchema<unknown, unknown>): Json {
  const { $schema, ...described } = toJsonSchema(schema, {
    typeMode: 'input',
    target: 'draft-2020-12',
    ignoreActions: ['check', 'to_upper_case', 'to_lower_case', 'transform'],
    overrideAction: ({ valibotAction, jsonSchema: before }) =>
      // JSON Schema reads every pattern as Unicode, so that flag says nothing new; no other is used.
      valibotAction.type === 'regex' && 'requirement' in valibotAction && valibotAction.requirement instanceof RegExp
        ? { ...before, pattern: valibotAction.requirement.source }
        : undefined,
  });
  return { ...described };
}

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const refusals: Readonly<Record<Route['who'], Json>> = {
  anybody: {},
  kiosk: { '401': problem('Not signed, forged, too old, or received before') },
  gateway: { '401': problem('The bearer token is missing or wrong') },
  office: { '401': problem('The bearer token is missing or wrong') },
};

function parameters({ inPath = {}, inQuery = {} }: Route): readonly Json[] {
  return [
    ...Object.entries(inPath).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      schema: jsonSchema(schema),
    })),
    ...Object.entries(inQuery).map(([name, { schema, required }]) => ({
      name,
      in: 'query',
      required,
      schema: jsonSchema(schema),
    })),
  ];
}

function operation(route: Route): Json {
  const { what, who, body, answer } = route;
  const security = { anybody: [], kiosk: [{ signature: [] }], office: [{ token: [] }], gateway: [{ token: [] }] }[who];
  const content =
    typeof answer === 'string' ? { [answer]: {} } : { 'application/json': { schema: jsonSchema(answer) } };
  return {
    summary: what,
    security,
    parameters: parameters(route),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } } }),
    responses: {
      '200': { description: 'Done', content },
      ...refusals[who],
      default: problem('Refused; `type` says why'),
    },
  };
}

export function openApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nighthall central',
      version,
      description: `Kiosks sign every request with Ed25519 in ${Object.values(signatureHeaders).join(', ')}.`,
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemAnswer) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: signatureHeaders.signature,
          description:
            'Ed25519 over kiosk, method, path, time, nonce and the digest of the body (src/contract/signing.ts)',
        },
      },
    },
  };
}
