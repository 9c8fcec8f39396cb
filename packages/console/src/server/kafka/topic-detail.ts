import type { Admin } from '@platformatic/kafka'
import type { TopicDetail } from '../../contract/topics.ts'
import { groupsOfTopic } from './groups.ts'
import { describeTopic } from './topics.ts'

/** One topic with its partitions and the groups that read it. @throws Refusal UNKNOWN_TOPIC_OR_PARTITION */
export async function topicDetail(admin: Admin, name: string): Promise<TopicDetail> {
  const [[summary, partitions], groups] = await Promise.all([describeTopic(admin, name), groupsOfTopic(admin, name)])
  return { ...summary, partitions, groups }
}
