/** Number of the tables below, kept in the file: a file with another number is refused. */
export const SCHEMA_VERSION = 1

/** Keys are the engine's; times are ms of domain time; NULL is what is not known or does not apply. */
export const SCHEMA = `
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
INSERT INTO progress VALUES (1, 0);
CREATE TABLE resources (key INTEGER PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE TABLE definitions (
  key INTEGER PRIMARY KEY, processId TEXT NOT NULL, version INTEGER NOT NULL, versionTag TEXT, resourceName TEXT NOT NULL,
  resourceKey INTEGER NOT NULL, tenantId TEXT NOT NULL, deployed INTEGER NOT NULL, deleted INTEGER
) STRICT;
CREATE TABLE instances (
  key INTEGER PRIMARY KEY, definitionKey INTEGER NOT NULL, state TEXT NOT NULL, started INTEGER, ended INTEGER,
  parentElementKey INTEGER, parentKey INTEGER, failure TEXT
) STRICT;
CREATE INDEX instancesByDefinition ON instances (definitionKey, state);
CREATE INDEX instancesByEnd ON instances (ended) WHERE ended IS NOT NULL;
CREATE INDEX instancesByStart ON instances (started);
CREATE INDEX instancesByState ON instances (state);
CREATE TABLE elements (
  key INTEGER PRIMARY KEY, instanceKey INTEGER NOT NULL, definitionKey INTEGER NOT NULL, elementId TEXT NOT NULL,
  type TEXT NOT NULL, state TEXT NOT NULL, started INTEGER, ended INTEGER, scopeKey INTEGER NOT NULL
) STRICT;
CREATE INDEX elementsByInstance ON elements (instanceKey);
CREATE TABLE flows (key INTEGER PRIMARY KEY, instanceKey INTEGER NOT NULL, definitionKey INTEGER NOT NULL, flowId TEXT NOT NULL, taken INTEGER NOT NULL) STRICT;
CREATE INDEX flowsByInstance ON flows (instanceKey);
CREATE TABLE variables (
  key INTEGER PRIMARY KEY, instanceKey INTEGER NOT NULL, scopeKey INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE INDEX variablesByInstance ON variables (instanceKey);
CREATE INDEX variablesByValue ON variables (name, substr(value, 1, 64));
CREATE TABLE changes (
  position INTEGER PRIMARY KEY, variableKey INTEGER NOT NULL, instanceKey INTEGER NOT NULL, scopeKey INTEGER NOT NULL,
  name TEXT NOT NULL, value TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX changesByInstance ON changes (instanceKey);
CREATE TABLE jobs (
  key INTEGER PRIMARY KEY, instanceKey INTEGER NOT NULL, elementKey INTEGER NOT NULL, elementId TEXT NOT NULL,
  type TEXT NOT NULL, state TEXT NOT NULL, worker TEXT, retries INTEGER NOT NULL, deadline INTEGER, errorCode TEXT,
  errorMessage TEXT, headers TEXT NOT NULL, created INTEGER, ended INTEGER
) STRICT;
CREATE INDEX jobsByInstance ON jobs (instanceKey);
CREATE INDEX jobsByType ON jobs (type, state);
CREATE TABLE incidents (
  key INTEGER PRIMARY KEY, instanceKey INTEGER NOT NULL, elementKey INTEGER NOT NULL, elementId TEXT NOT NULL, jobKey INTEGER,
  errorType TEXT NOT NULL, errorMessage TEXT NOT NULL, state TEXT NOT NULL, created INTEGER, resolved INTEGER
) STRICT;
CREATE INDEX incidentsByInstance ON incidents (instanceKey);
CREATE INDEX incidentsByElement ON incidents (elementKey);
CREATE INDEX incidentsByState ON incidents (state);
CREATE TABLE messages (
  key INTEGER PRIMARY KEY, name TEXT NOT NULL, correlationKey TEXT NOT NULL, messageId TEXT, tenantId TEXT NOT NULL,
  variables TEXT NOT NULL, state TEXT NOT NULL, published INTEGER NOT NULL, deadline INTEGER NOT NULL, expired INTEGER,
  correlations INTEGER NOT NULL
) STRICT;
CREATE INDEX messagesByName ON messages (name, correlationKey);
CREATE INDEX messagesByEnd ON messages (expired) WHERE expired IS NOT NULL;
CREATE TABLE subscriptions (
  key INTEGER PRIMARY KEY, type TEXT NOT NULL, instanceKey INTEGER, elementKey INTEGER, definitionKey INTEGER,
  processId TEXT NOT NULL, messageName TEXT NOT NULL, correlationKey TEXT, messageKey INTEGER, tenantId TEXT NOT NULL,
  state TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX subscriptionsByInstance ON subscriptions (instanceKey);
CREATE INDEX subscriptionsByMessage ON subscriptions (messageName, correlationKey);
PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Indexes that came after the first files: made where they are not, without a format of their own. */
export const LATER_INDEXES = `
DROP INDEX IF EXISTS elementsByDefinition;
CREATE INDEX IF NOT EXISTS elementsByPlace ON elements (definitionKey, elementId);
CREATE INDEX IF NOT EXISTS elementsAtWork ON elements (definitionKey, elementId) WHERE state = 'ACTIVE';
CREATE INDEX IF NOT EXISTS instancesByParent ON instances (parentKey) WHERE parentKey IS NOT NULL;
`

/** Every table of what happened, those of a process instance last: forgetting and starting over go through these. */
export const TABLES_OF_INSTANCES = ['elements', 'flows', 'variables', 'changes', 'jobs', 'incidents', 'subscriptions']
export const TABLES = ['resources', 'definitions', 'instances', 'messages', ...TABLES_OF_INSTANCES]
