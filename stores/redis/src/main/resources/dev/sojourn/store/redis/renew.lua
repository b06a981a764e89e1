-- KEYS: the session as it was found, and where it goes. Arguments: both in hex, the version that was found, the changes.
local key, target = KEYS[1], KEYS[2]
local hex, nextHex = nextArg(), nextArg()
local found = nextArg()
local changes = readChanges()
if not alive(key) then return { 'gone' } end
if redis.call('HGET', key, 'v') ~= found or expectationsFail(key, changes) then
  return { 'stale', redis.call('HGETALL', key) }
end
if alive(target) then return { 'taken' } end
local oldTag = redis.call('HGET', key, 'i')
local expires = apply(key, changes)
redis.call('RENAME', key, target)
expireWith(target, expires)
if oldTag then removeFromIndex(oldTag, hex) end
local tag = redis.call('HGET', target, 'i')
if tag then addToIndex(tag, nextHex, tonumber(redis.call('HGET', target, 'e'))) end
return { 'saved', redis.call('HGET', target, 'v'), replicas() }
