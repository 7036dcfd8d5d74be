#include "server/base/settings.h"

#include <array>

namespace lk {

namespace {

using S = Settings;
using Form = SettingsField::Form;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kMany = 1'000'000'000;

const std::array kFields = {
    SettingsField{"node", "id", &S::nodeId, Form::NodeId, 0, 64, false, "node-id",
                  "Name of this gateway node in the cluster; the host's name when empty"},
    SettingsField{"node", "listen", &S::listen, Form::AddressList, 0, 0, false, "listen",
                  "Where devices connect, ADDR:PORT; port 0 picks one; empty runs no node"},
    SettingsField{"node", "io-threads", &S::ioThreads, Form::Count, 0, 64, false, "io-threads",
                  "Threads that serve sockets; 0 is one per core, at most 8"},
    SettingsField{"node", "hello-timeout", &S::helloTimeout, Form::Duration, 100, kHour, true, "",
                  "Time a new connection has for its whole HELLO"},
    SettingsField{"node", "keepalive", &S::keepalive, Form::Duration, 5 * kSecond, kHour, true, "",
                  "Keepalive of a device that asks for none"},
    SettingsField{"node", "keepalive-max", &S::keepaliveMax, Form::Duration, 5 * kSecond, kHour, true, "",
                  "Longest keepalive that a device is given"},
    SettingsField{"node", "max-payload", &S::maxPayload, Form::Bytes, 256, 16 * 1024 * 1024, true, "",
                  "Largest payload of one frame"},
    SettingsField{"node", "max-sessions", &S::maxSessions, Form::Count, 0, kMany, true, "",
                  "Most connections at a time; 0 is no limit but the descriptors"},
    SettingsField{"node", "max-connections-per-address", &S::maxConnectionsPerAddress, Form::Count, 0, kMany, true, "",
                  "Most connections of one address, or of one IPv6 network of /64; 0 is no limit"},
    SettingsField{"node", "out-buffer", &S::outBuffer, Form::Bytes, 4096, 1024 * 1024 * 1024, true, "",
                  "Bytes that may wait for a device that does not read, then CLOSE 6"},
    SettingsField{"node", "max-pending-commands", &S::maxPendingCommands, Form::Count, 1, 100'000, true, "",
                  "Commands of one session that may wait for their acknowledgement"},
    SettingsField{"node", "drain-rate", &S::drainRate, Form::Count, 1, 1'000'000, true, "",
                  "Sessions closed each second while the node drains"},
    SettingsField{"node", "history-file", &S::historyFile, Form::FilePath, 0, 4096, false, "",
                  "File that keeps what happened to each device over restarts; auto is in the user's data folder, "
                  "empty keeps none"},
    SettingsField{"node", "proxy-protocol", &S::proxyProtocol, Form::Choice, 0, 0, true, "",
                  "Whether a proxy says the device's address ahead of HELLO; holds for connections to come",
                  "off|optional|required"},
    SettingsField{"node", "proxy-trusted", &S::proxyTrusted, Form::NetworkList, 0, 0, true, "",
                  "Proxies that may say a device's address: addresses or networks"},
    SettingsField{"redis", "url", &S::redisUrl, Form::RedisUrl, 0, 4096, false, "redis",
                  "Redis that joins nodes: redis://, rediss://, redis+cluster://, redis+sentinel://; empty is none"},
    SettingsField{"redis", "prefix", &S::redisPrefix, Form::Text, 1, 64, false, "",
                  "Prefix of all keys and channels, so that fleets share one Redis"},
    SettingsField{"redis", "password-file", &S::redisPasswordFile, Form::FilePath, 0, 4096, false, "",
                  "File whose first line is Redis' password; credential:NAME is a credential that systemd hands over"},
    SettingsField{"redis", "ca-file", &S::redisCaFile, Form::FilePath, 0, 4096, false, "",
                  "PEM file of the authority that signed Redis' certificate, for rediss://; empty is the system's"},
    SettingsField{"redis", "lease", &S::redisLease, Form::Duration, kSecond, kHour, false, "",
                  "How long a silent node still counts as alive"},
    SettingsField{"redis", "uplink-shards", &S::uplinkShards, Form::Count, 1, 4096, false, "",
                  "Streams that reports are spread over"},
    SettingsField{"redis", "uplink-maxlen", &S::uplinkMaxlen, Form::Count, 1, kMany, false, "",
                  "Entries that each uplink stream keeps, roughly"},
    SettingsField{"redis", "uplink-buffer", &S::uplinkBuffer, Form::Bytes, 65'536, std::int64_t{64} << 30, false, "",
                  "Bytes of reports that wait in memory while Redis is away"},
    SettingsField{"metrics", "listen", &S::metricsListen, Form::Address, 0, 0, false, "metrics",
                  "Where /metrics, /healthz and /readyz are served, ADDR:PORT; empty is off"},
    SettingsField{"nginx", "binary", &S::nginxBinary, Form::FilePath, 0, 4096, true, "",
                  "nginx in front of the nodes, for the checks; empty looks for it"},
    SettingsField{"nginx", "config", &S::nginxConfig, Form::FilePath, 0, 4096, true, "",
                  "Its main configuration file; empty is the one that it runs with"},
    SettingsField{"nginx", "expected-devices", &S::nginxExpectedDevices, Form::Count, 0, kMany, true, "",
                  "Devices that nginx must have room for; 0 is the sessions there are, and 1000 at least"},
    SettingsField{"nginx", "listen", &S::nginxListen, Form::AddressList, 0, 0, true, "",
                  "Where nginx takes devices, ADDR:PORT; empty keeps what is in use, or is 0.0.0.0:7700"},
    SettingsField{"console", "theme", &S::theme, Form::Choice, 0, 0, true, "", "Look of the window",
                  "system|light|dark"},
    SettingsField{"console", "language", &S::language, Form::Choice, 0, 0, true, "", "Language of the window",
                  "system|en|zh_CN"},
};

}  // namespace

std::span<const SettingsField> settingsFields() { return kFields; }

}  // namespace lk
