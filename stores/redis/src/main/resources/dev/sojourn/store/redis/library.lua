-- Shared by all scripts, put before each. A session is a hash: v version, c created, l last seen, x expires, e ends (all in
-- milliseconds but the version), o owner, i the tag of the owner's index, d device, and 'a' .. name for every attribute.
-- A hash that has t is no session: '1' bars a key on which none may appear any more, another key is where a session went.
local prefix = ARGV[1]
local now = tonumber(ARGV[2])
local oneNode = ARGV[3] == '1' -- in a cluster a script may touch one slot only, and the index is kept by calls of its own
local waits = ARGV[4] == '1' -- for replicas
local at = 4

local function nextArg()
  at = at + 1
  return ARGV[at]
end

-- How many replicas follow this server; the last part of an answer where somebody may wait for them.
local function replicas()
  if not waits then return '0' end
  local _, online = string.gsub(redis.call('INFO', 'replication'), 'state=online', '')
  return tostring(online)
end

local function sessionKey(hex) return prefix .. 's:' .. hex end
local function indexKey(tag) return prefix .. 'o:{' .. tag .. '}' end
local function placesKey(tag) return prefix .. 'p:{' .. tag .. '}' end

-- What is no session, or not one that this version reads, is not alive; reading it tells.
local function alive(key)
  local facts = redis.pcall('HMGET', key, 'x', 'v', 'c', 'l', 'e')
  if facts.err then return false end
  for i = 1, 5 do
    if not (facts[i] and tonumber(facts[i])) then return false end
  end
  return tonumber(facts[1]) > now
end

-- A little longer than the record says, so that nodes whose clocks differ still find what is alive for them.
local function expireWith(key, expires)
  redis.call('PEXPIRE', key, math.max(1, expires - now) + 60000)
end

local function keepAtLeast(key, millis)
  if redis.call('PTTL', key) < millis then
    redis.call('PEXPIRE', key, millis)
  end
end

local function addToIndex(tag, hex, ends)
  if not oneNode then return end
  redis.call('ZADD', indexKey(tag), ends, hex)
  redis.call('ZREMRANGEBYSCORE', indexKey(tag), '-inf', now - 60000)
  keepAtLeast(indexKey(tag), math.max(1, ends - now) + 60000)
  redis.call('HDEL', placesKey(tag), hex)
end

local function removeFromIndex(tag, hex)
  if not oneNode then return end
  redis.call('ZREM', indexKey(tag), hex)
  redis.call('HDEL', placesKey(tag), hex)
end

-- Reads one set of changes from the arguments and answers nil where all it expects is still so, else true.
local function readChanges()
  local changes = { lastSeen = nextArg(), expires = nextArg(), created = nextArg(), ends = nextArg() }
  changes.hasOwner = nextArg() == '1'
  changes.owner = nextArg()
  changes.tag = nextArg()
  changes.hasDevice = nextArg() == '1'
  changes.device = nextArg()
  changes.set = tonumber(nextArg())
  changes.removed = tonumber(nextArg())
  changes.expected = tonumber(nextArg())
  changes.first = at
  return changes
end

local function expectationsFail(key, changes)
  local cursor = changes.first + 2 * changes.set + changes.removed
  for i = 1, changes.expected do
    local name, presence, value = ARGV[cursor + 1], ARGV[cursor + 2], ARGV[cursor + 3]
    cursor = cursor + 3
    local stored = redis.call('HGET', key, name)
    if presence == '1' then
      if stored ~= value then return true end
    elseif stored then
      return true
    end
  end
  return false
end

local function later(key, field, given)
  local stored = redis.call('HGET', key, field)
  return tonumber(stored) > tonumber(given) and stored or given
end

local function apply(key, changes)
  local cursor = changes.first
  for i = 1, changes.set do
    redis.call('HSET', key, ARGV[cursor + 1], ARGV[cursor + 2])
    cursor = cursor + 2
  end
  for i = 1, changes.removed do
    redis.call('HDEL', key, ARGV[cursor + 1])
    cursor = cursor + 1
  end
  local expires = changes.expires
  local lastSeen = changes.lastSeen
  if changes.created ~= '' then
    redis.call('HSET', key, 'c', changes.created)
  else
    expires = later(key, 'x', expires)
    lastSeen = later(key, 'l', lastSeen)
  end
  if changes.ends ~= '' then redis.call('HSET', key, 'e', changes.ends) end
  if changes.hasOwner then redis.call('HSET', key, 'o', changes.owner, 'i', changes.tag) end
  if changes.hasDevice then redis.call('HSET', key, 'd', changes.device) end
  redis.call('HSET', key, 'x', expires, 'l', lastSeen)
  redis.call('HINCRBY', key, 'v', 1)
  return tonumber(expires)
end
