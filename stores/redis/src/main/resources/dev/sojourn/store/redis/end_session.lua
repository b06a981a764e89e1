-- Ends one session of an owner, in a cluster. KEYS: the session. Arguments: tag, '1' where it may be about to appear.
local tag, awaited = nextArg(), nextArg()
if redis.call('HGET', KEYS[1], 'i') == tag then
  local ended = alive(KEYS[1]) and '1' or '0'
  redis.call('DEL', KEYS[1])
  return { 'saved', ended, replicas() }
end
if awaited == '1' and not redis.call('HGET', KEYS[1], 'v') then
  redis.call('HSET', KEYS[1], 't', '1')
  redis.call('PEXPIRE', KEYS[1], 300000)
end
return { 'saved', '0', replicas() }
