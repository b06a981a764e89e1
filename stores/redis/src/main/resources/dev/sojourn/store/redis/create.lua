-- KEYS: the session. Arguments: hex, expires, ends, tag of the owner or '', '1' where
-- replicas are waited for, then field and value of everything.
local hex = nextArg()
local expires, ends = tonumber(nextArg()), tonumber(nextArg())
local tag = nextArg()
local awaited = nextArg() == '1'
if alive(KEYS[1]) then return { 'taken' } end
if redis.call('HGET', KEYS[1], 't') == '1' then return { 'ended' } end
-- Redis refuses the first write of a script when it has no memory left, but no DEL, and then nothing more of that script. So a
-- new session begins without one; the second step of a renewal must not be refused.
if awaited or redis.call('PTTL', KEYS[1]) ~= -2 then redis.call('DEL', KEYS[1]) end
for i = at + 1, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
expireWith(KEYS[1], expires)
if tag ~= '' then addToIndex(tag, hex, ends) end
return { 'saved', awaited and replicas() or '0' }
