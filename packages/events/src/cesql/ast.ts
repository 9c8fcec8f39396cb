/** CESQL v1 as a tree. Sources: cloudevents/spec, cesql/spec.md, and its grammar for precedence. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'exists'; readonly name: string }
  | { readonly kind: 'not' | 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'like'; readonly operand: Expression; readonly pattern: string; readonly negated: boolean }
  | {
      readonly kind: 'in'
      readonly operand: Expression
      readonly set: readonly Expression[]
      readonly negated: boolean
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }

export type LogicOperator = 'AND' | 'OR' | 'XOR'
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>='
export type MathOperator = '+' | '-' | '*' | '/' | '%'
export type BinaryOperator = LogicOperator | ComparisonOperator | MathOperator
