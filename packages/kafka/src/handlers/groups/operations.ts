/** Bits of what may be done to a group, by number in Kafka's `AclOperation`. */
const READ = 3
const DELETE = 6
const DESCRIBE = 8
const DESCRIBE_CONFIGS = 10
const ALTER_CONFIGS = 11

/** Everybody may do everything for now (decisions.md, D5). */
export const ALL_GROUP_OPERATIONS = [READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS].reduce(
  (bits, operation) => bits | (1 << operation),
  0,
)

/** What stands there when nobody asked. */
export const NO_OPERATIONS_ASKED = -2147483648
