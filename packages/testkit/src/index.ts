/** @packageDocumentation */

// Processes, ports, folders
export { startChild, type Child, type ChildOptions } from './process/child.ts'
export { freePort, freePorts } from './process/free-port.ts'
export { tempDir, type TempDir } from './process/temp-dir.ts'
export { cacheDir } from './process/cache-dir.ts'
export { waitFor, type Patience } from './process/wait-for.ts'
export { repositoryRoot } from './process/repository.ts'

// The platform as a process
export { startPlatform, type Platform, type PlatformOptions, type PlatformReady } from './platform.ts'

// Real engines
export { KAFKA_VERSION, kafkaClasspath, realKafka, type RealKafka, type RealKafkaOptions } from './engines/kafka.ts'
export {
  realKafkaCluster,
  type RealKafkaCluster,
  type RealKafkaClusterOptions,
  type RealKafkaNode,
} from './engines/kafka-cluster.ts'
export type { KafkaConfig } from './engines/kafka-properties.ts'
export { ZEEBE_VERSION, realZeebe, type RealZeebe, type RealZeebeOptions } from './engines/zeebe.ts'
export { zeebeRecords, type ZeebeRecord } from './engines/zeebe-records.ts'
export { FLINK_VERSION, flinkJars, type FlinkJars } from './engines/flink-distribution.ts'
export { realFlink, type RealFlink, type RealFlinkOptions } from './engines/flink.ts'
export { javaProgram } from './engines/java.ts'
export { mavenClasspath, type Coordinate } from './engines/maven.ts'

// Nexmark
export { type NexmarkOptions, nexmarkEvents } from './nexmark/events.ts'
export { writeNexmark } from './nexmark/files.ts'
export { type NexmarkQuery, nexmarkQueries } from './nexmark/queries.ts'
export { nexmarkTables } from './nexmark/tables.ts'

// The web
export { ask, type Asked } from './web/ask.ts'
export { launchBrowser } from './web/browser.ts'
export { screenshots } from './web/screenshots.ts'
export { accessibilityViolations } from './web/accessibility.ts'

// Disks
export { SimulatedDisk, memoryDisk, simulatedDisk, type SimulatedDiskOptions } from './disk/simulated-disk.ts'
