import { TextField } from '../controls/Field.tsx'

interface NameAndEmailProps {
  /** What stands in the fields at first. */
  readonly first: { readonly name?: string; readonly email?: string }
  /** What is wrong with a field. */
  readonly wrong: (field: 'name' | 'email') => string | undefined
}

/** The two fields that every form of a customer begins with: `name` and `email`. */
export function NameAndEmail({ first, wrong }: NameAndEmailProps) {
  return (
    <>
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={first.name}
        error={wrong('name')}
        maxLength={100}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="email"
        defaultValue={first.email}
        error={wrong('email')}
        maxLength={254}
      />
    </>
  )
}
