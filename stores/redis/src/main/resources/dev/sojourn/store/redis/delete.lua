-- KEYS: the session. Arguments: hex. Answers the tag of its owner or '', replicas.
local hex = nextArg()
local tag = redis.call('HGET', KEYS[1], 'i')
redis.call('DEL', KEYS[1])
if tag then removeFromIndex(tag, hex) end
return { 'saved', tag or '', replicas() }
