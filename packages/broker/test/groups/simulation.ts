import assert from 'node:assert/strict'
import { type Random, below, seededRandom } from '@millrace/kernel'
import { describeGroup } from '../../src/groups/inspection.ts'
import { groupsFixture } from './fixture.ts'
import { PARTITIONS, SimulatedMember, type World } from './simulated-member.ts'

const MOST_MEMBERS = 5
/** Names of static members: few, so that one comes while another of the name is there. */
const INSTANCES = 2

/** One group, its members, and what goes wrong for them: everything follows from the seed. */
export class Simulation implements World {
  readonly random: Random
  readonly #fixture: Awaited<ReturnType<typeof groupsFixture>>
  #members: SimulatedMember[] = []
  /** Who was given which partition, by generation. */
  readonly #owners = new Map<string, string>()
  readonly #acknowledged = new Map<number, number>()
  readonly #violations: string[] = []
  #offset = 0
  #underWay = 0

  static async open(seed: number): Promise<Simulation> {
    const random = seededRandom(seed)
    return new Simulation(random, await groupsFixture({ random, settings: { maxSize: MOST_MEMBERS - 1 } }))
  }

  private constructor(random: Random, fixture: Awaited<ReturnType<typeof groupsFixture>>) {
    this.random = random
    this.#fixture = fixture
  }

  groups = () => this.#fixture.groups
  now = () => this.#fixture.clocks.liveness.now()
  nextOffset = () => ++this.#offset
  asking = (change: 1 | -1): void => void (this.#underWay += change)

  assigned(member: SimulatedMember, generation: number, partitions: readonly number[]): void {
    const who = member.instanceId ?? member.memberId
    for (const partition of partitions) {
      const key = `generation ${generation}, partition ${partition}`
      const owner = this.#owners.get(key) ?? who
      if (owner !== who) this.#violations.push(`${key} belongs to ${owner} and ${who}`)
      this.#owners.set(key, who)
    }
  }

  committed(partition: number, offset: number): void {
    this.#acknowledged.set(partition, Math.max(offset, this.#acknowledged.get(partition) ?? 0))
  }

  async step(): Promise<void> {
    await this.#something(below(this.random, 12))
    this.#fixture.clocks.liveness.advance(below(this.random, 2_000))
    for (const member of this.#members) member.step()
    await this.#settle()
    assert.deepEqual(this.#violations, [], 'a partition has one owner in a generation')
    await this.#compareWithLog()
  }

  async #something(chance: number): Promise<void> {
    const member = this.#members[below(this.random, Math.max(1, this.#members.length))]
    if (chance <= 2) this.#comes()
    else if (chance === 3) member?.leave()
    else if (chance === 4) member?.crash()
    else if (chance === 5) member?.loseAnswer()
    else if (chance === 6) member?.resubscribe(String(below(this.random, 3)))
    else if (chance === 7) await this.#fixture.restart()
    this.#members = this.#members.filter(({ state }) => state !== 'gone')
  }

  #comes(): void {
    if (this.#members.length >= MOST_MEMBERS) return
    const isStatic = below(this.random, 2) === 0
    const instanceId = isStatic ? `s${below(this.random, INSTANCES)}` : undefined
    this.#members.push(new SimulatedMember(this, instanceId))
  }

  /** No more accidents: everybody who is still there gets a share of one generation. */
  async calm(): Promise<void> {
    for (let round = 0; round < 120 && !this.#isCalm(); round++) {
      this.#fixture.clocks.liveness.advance(1_000)
      for (const member of this.#members) member.step()
      await this.#settle()
      this.#members = this.#members.filter(({ state }) => state !== 'gone')
    }
    if (this.#members.length === 0) return
    assert.ok(
      this.#members.every(({ state }) => state === 'stable'),
      'everybody has a share',
    )
    assert.equal(new Set(this.#members.map(({ generation }) => generation)).size, 1, 'of one generation')
    const shared = this.#members.flatMap(({ partitions }) => partitions).toSorted()
    const all = Array.from({ length: PARTITIONS }, (_, partition) => partition)
    assert.deepEqual(shared, all, 'every partition has an owner')
  }

  /** Everybody goes: nothing that was asked stays without an answer. */
  async end(): Promise<void> {
    for (const member of this.#members) member.leave()
    this.#fixture.clocks.liveness.advance(600_000)
    await this.#settle()
    assert.equal(this.#underWay, 0, 'every request is answered')
    this.#fixture.groups.close()
  }

  /** A static member that came twice is there twice until the first of the two hears of the other. */
  #isCalm(): boolean {
    const shared = this.#members.flatMap(({ partitions }) => partitions)
    const isShared = shared.length === PARTITIONS && new Set(shared).size === PARTITIONS
    const generations = new Set(this.#members.map(({ generation }) => generation))
    return isShared && generations.size === 1 && this.#members.every(({ state }) => state === 'stable')
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  /** What a coordinator would read from the log now: all that was acknowledged, and the same as this one holds. */
  async #compareWithLog(): Promise<void> {
    const live = this.#fixture.groups
    const restored = await this.#fixture.peek()
    const offsets = { groupId: 'g', partitions: undefined, requireStable: false }
    const held = await restored.offsets.fetch(offsets)
    assert.deepEqual(held, await live.offsets.fetch(offsets), 'the log holds the offsets')
    for (const { partition, committed } of held.partitions) {
      assert.equal(committed?.offset, this.#acknowledged.get(partition), 'the last acknowledged commit holds')
    }
    const [now, then] = [live, restored].map((groups) => groups.registry.find('g')?.group)
    const isStored = now !== undefined && (now.state === 'Stable' || (now.state === 'Empty' && now.generation > 0))
    if (isStored) assert.deepEqual(then && describeGroup(then), describeGroup(now), 'the log holds the group')
    if (isStored) assert.deepEqual([then?.generation, then?.leader], [now.generation, now.leader])
    assert.ok((then?.generation ?? 0) <= (now?.generation ?? 0), 'generations only count up')
    restored.close()
  }
}
