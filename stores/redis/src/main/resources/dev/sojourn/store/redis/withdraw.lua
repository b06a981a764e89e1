-- The first step of a renewal in a cluster. KEYS: the session. Arguments: the key it goes to, in hex, the version that was found, the
-- changes. Leaves a mark for a minute: who deletes or ends the session takes it away, and without it nothing is put back.
local key = KEYS[1]
local nextHex = nextArg()
local found = nextArg()
local changes = readChanges()
if not alive(key) then return { 'gone' } end
if redis.call('HGET', key, 'v') ~= found or expectationsFail(key, changes) then
  return { 'stale', redis.call('HGETALL', key) }
end
local tag = redis.call('HGET', key, 'i')
redis.call('DEL', key)
redis.call('HSET', key, 't', nextHex)
if tag then redis.call('HSET', key, 'i', tag) end
redis.call('PEXPIRE', key, 60000)
return { 'saved', replicas() }
