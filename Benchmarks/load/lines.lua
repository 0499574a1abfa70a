-- wrk's requests: the lines of a file, one after the other, each connection from another one on.
--
--     wrk -s lines.lua URL -- FILE SOURCE TARGET

local function quoted(text)
    local escaped = text:gsub('[%c"\\]', function(c)
        return string.format("\\u%04x", c:byte())
    end)
    return '"' .. escaped .. '"'
end

local thread_count = 0

function setup(thread)
    thread:set("first", thread_count * 977)
    thread_count = thread_count + 1
end

function init(arguments)
    bodies = {}
    for line in io.lines(arguments[1]) do
        bodies[#bodies + 1] = string.format(
            '{"q":%s,"source":"%s","target":"%s"}', quoted(line), arguments[2], arguments[3])
    end
    place = first
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    place = place % #bodies + 1
    return wrk.format(nil, "/translate", nil, bodies[place])
end

-- One JSON object for the program that started this.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'JSON {"requests":%d,"seconds":%.3f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"maximum":%.3f,'
            .. '"failed":%d,"status_errors":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
        latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
        errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
