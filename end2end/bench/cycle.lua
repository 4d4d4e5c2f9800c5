-- For wrk: asks the paths of a file, one a line, in turn; each thread begins at another place.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  paths = {}
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = wrk.format("GET", line)
  end
  at = math.floor(number * #paths / 2)
end

function request()
  at = at % #paths + 1
  return paths[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  local seconds = summary.duration / 1000000
  io.write(string.format(
    '{"rate":%.2f,"p50":%.3f,"p99":%.3f,"bytes":%.0f,"refused":%d,"broken":%d}\n',
    summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.bytes / math.max(summary.requests, 1), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
