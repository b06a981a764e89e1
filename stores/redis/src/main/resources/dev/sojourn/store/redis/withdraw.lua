-- The first step of a renewal in a cluster. KEYS: the session. Arguments: the version that was found, the changes.
local key = KEYS[1]
local found = nextArg()
local changes = readChanges()
if not alive(key) then return { 'gone' } end
if redis.call('HGET', key, 'v') ~= found or expectationsFail(key, changes) then
  return { 'stale', redis.call('HGETALL', key) }
end
redis.call('DEL', key)
return { 'saved', replicas() }
