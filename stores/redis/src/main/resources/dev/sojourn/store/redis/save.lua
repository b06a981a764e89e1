-- KEYS: the session. Arguments: hex, the version that was found, then the changes.
-- Answers the version, what stood there where it was another than the one found, and the tag of the owner it had or ''.
local key = KEYS[1]
local hex = nextArg()
local found = nextArg()
local changes = readChanges()
if not alive(key) then return { 'gone' } end
if expectationsFail(key, changes) then return { 'stale', redis.call('HGETALL', key) } end
local before = {}
if redis.call('HGET', key, 'v') ~= found then before = redis.call('HGETALL', key) end
local oldTag = redis.call('HGET', key, 'i')
expireWith(key, apply(key, changes))
local tag = redis.call('HGET', key, 'i')
if tag and (tag ~= oldTag or changes.ends ~= '') then
  if oldTag and oldTag ~= tag then removeFromIndex(oldTag, hex) end
  addToIndex(tag, hex, tonumber(redis.call('HGET', key, 'e')))
end
return { 'saved', redis.call('HGET', key, 'v'), before, oldTag or '' }
