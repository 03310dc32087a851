import { expect, test } from 'vitest'
import { isNotModified } from '../../src/syntax/entity-tags.ts'

const TAG = '"vAb3-x_9"'

test.each([
  ['the tag itself', TAG],
  ['its weak form', `W/${TAG}`],
  ['any', '*'],
  ['any, with space around', ' * '],
  ['a list that has it', `"other", W/"third",${TAG}`],
  ['a list with a tag that holds a comma', `"a,b" , ${TAG}`],
  ['a list with a tag that holds two commas', `"a,b,", W/${TAG}, "c"`],
  ['a list with empty members', `, ,${TAG},`],
  ['a list with an empty tag', `"", ${TAG}`],
])('not modified: %s', (_, header) => {
  expect(isNotModified(header, TAG)).toBe(true)
})

test.each([
  ['nothing', null],
  ['an empty header', ''],
  ['another tag', '"other"'],
  ['a tag that has it inside', '"xvAb3-x_9x"'],
  ['without quotes', 'vAb3-x_9'],
  ['one quote', '"vAb3-x_9'],
  ['single quotes', "'vAb3-x_9'"],
  ['a weak mark in lower case', `w/${TAG}`],
  ['text before it', `foo${TAG}`],
  ['text after it', `${TAG}foo`],
  ['another case', TAG.toUpperCase()],
  ['any in a list', `*, "other"`],
  ['any in quotes', '"*"'],
  ['the tag inside a longer tag', `"x,${TAG.slice(1)}`],
  ['the tag as part of garbage', `x"y${TAG}, z`],
  ['a list without commas', `"other" ${TAG}`],
])('modified: %s', (_, header) => {
  expect(isNotModified(header, TAG)).toBe(false)
})
