#include "server/setup/listening_ports.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "server/setup/powershell.h"

namespace lk::setup {

namespace {

template <typename Number>
bool readNumber(std::string_view text, Number& number, int base = 10) {
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return bad == std::errc() && end == text.data() + text.size();
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
}

template <typename Take>
void eachLine(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// 127.0.0.1:80, 0.0.0.0%eth0:80, [::]:80, *:80
std::optional<Address> readLocal(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  Address address;
  if (colon == std::string_view::npos || !readNumber(text.substr(colon + 1), address.port)) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.find(']') - 1);
  host = host.substr(0, host.find('%'));
  address.host = host == "*" ? "::" : std::string(host);
  return address;
}

// users:(("nginx",pid=12,fd=6),("nginx",pid=11,fd=6))
void readUsers(std::string_view users, ListeningPort& port) {
  const std::size_t name = users.find("((\"");
  const std::size_t pid = users.find("pid=");
  if (name == std::string_view::npos || pid == std::string_view::npos) return;
  const std::string_view rest = users.substr(name + 3);
  port.program = std::string(rest.substr(0, rest.find('"')));
  const std::string_view digits = users.substr(pid + 4);
  readNumber(digits.substr(0, digits.find_first_not_of("0123456789")), port.pid);
}

// 0100007F, or 32 digits: words of 32 bits in the order of this machine.
std::optional<std::string> readHexHost(std::string_view hex) {
  std::array<std::uint8_t, 16> bytes{};
  if (hex.size() != 8 && hex.size() != 32) return std::nullopt;
  for (std::size_t i = 0; i < hex.size() / 2; ++i) {
    if (!readNumber(hex.substr(2 * i, 2), bytes[i / 4 * 4 + 3 - i % 4], 16)) return std::nullopt;
  }
  if (hex.size() == 8) {
    std::string host;
    for (std::size_t i = 0; i < 4; ++i) host += (i == 0 ? "" : ".") + std::to_string(bytes[i]);
    return host;
  }
  if (std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t byte) { return byte == 0; }) && bytes[15] <= 1) {
    return bytes[15] == 0 ? "::" : "::1";
  }
  std::string host;
  for (std::size_t i = 0; i < 16; i += 2) {
    std::array<char, 8> group{};
    std::snprintf(group.data(), group.size(), i == 0 ? "%x" : ":%x", bytes[i] * 256U + bytes[i + 1]);
    host += group.data();
  }
  return host;
}

bool isWildcard(const std::string& host) { return host == "0.0.0.0" || host == "::"; }
bool isV6(const std::string& host) { return host.find(':') != std::string::npos; }

Result<std::vector<ListeningPort>> askLinux(System& system, const Patience& patience) {
  const auto ran = system.run({"ss", {"-ltnpH"}}, patience);
  if (ran && ran->exitCode == 0) return readSs(ran->out);
  const auto v4 = system.readFile("/proc/net/tcp");
  if (!v4) return v4.error();
  auto ports = readProcNetTcp(*v4);
  if (const auto v6 = system.readFile("/proc/net/tcp6")) {
    auto more = readProcNetTcp(*v6);
    ports.insert(ports.end(), more.begin(), more.end());
  }
  return ports;
}

// Its objects, not its words: those come in the system's language.
constexpr std::string_view kWindowsQuestion =
    "$programs = @{}; Get-Process | ForEach-Object -Process { $programs[[uint32]$_.Id] = $_.Path }; "
    "$found = @(Get-NetTCPConnection -State Listen | ForEach-Object -Process { [pscustomobject]@{ "
    "address = $_.LocalAddress; port = $_.LocalPort; pid = $_.OwningProcess; "
    "program = $programs[$_.OwningProcess] } }); ConvertTo-Json -InputObject $found -Compress";

Result<std::vector<ListeningPort>> askWindows(System& system, const Patience& patience) {
  const auto ran = system.run(powershellCommand(kWindowsQuestion), patience);
  if (!ran) return ran.error();
  if (ran->exitCode != 0) return Error{Error::Code::Io, "Get-NetTCPConnection failed: " + ran->err.substr(0, 400)};
  auto ports = readPortObjects(ran->out);
  if (!ports) return Error{Error::Code::Protocol, "Get-NetTCPConnection answered what is no JSON"};
  return std::move(*ports);
}

}  // namespace

std::vector<ListeningPort> readSs(std::string_view out) {
  std::vector<ListeningPort> ports;
  eachLine(out, [&ports](std::string_view line) {
    const auto words = wordsOf(line);
    if (words.size() < 4 || words[0] != "LISTEN") return;
    auto local = readLocal(words[3]);
    if (!local) return;
    ListeningPort port;
    port.address = std::move(*local);
    readNumber(words[2], port.backlog);
    if (const std::size_t users = line.find("users:("); users != std::string_view::npos) {
      readUsers(line.substr(users), port);
    }
    ports.push_back(std::move(port));
  });
  return ports;
}

std::vector<ListeningPort> readProcNetTcp(std::string_view text) {
  std::vector<ListeningPort> ports;
  eachLine(text, [&ports](std::string_view line) {
    const auto words = wordsOf(line);
    constexpr std::string_view kListens = "0A";
    if (words.size() < 4 || words[3] != kListens) return;
    const std::size_t colon = words[1].find(':');
    if (colon == std::string_view::npos) return;
    auto host = readHexHost(words[1].substr(0, colon));
    ListeningPort port;
    if (!host || !readNumber(words[1].substr(colon + 1), port.address.port, 16)) return;
    port.address.host = std::move(*host);
    ports.push_back(std::move(port));
  });
  return ports;
}

std::optional<std::vector<ListeningPort>> readPortObjects(std::string_view json) {
  const auto document = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())));
  // One object comes without its list.
  const QJsonArray list = document.isArray() ? document.array() : QJsonArray{document.object()};
  if (document.isNull()) return std::nullopt;
  std::vector<ListeningPort> ports;
  for (const QJsonValue& value : list) {
    const QJsonObject object = value.toObject();
    const qint64 number = object.value(QLatin1StringView("port")).toInteger(-1);
    if (number < 0 || number > 65'535) continue;
    ListeningPort port;
    port.address = {object.value(QLatin1StringView("address")).toString().toStdString(),
                    static_cast<std::uint16_t>(number)};
    port.address.host = port.address.host.substr(0, port.address.host.find('%'));
    port.program = object.value(QLatin1StringView("program")).toString().toStdString();
    port.pid = object.value(QLatin1StringView("pid")).toInteger();
    ports.push_back(std::move(port));
  }
  return ports;
}

bool sameDoor(const Address& one, const Address& other) {
  if (one.port != other.port) return false;
  if (one.host == other.host || one.host == "::" || other.host == "::") return true;
  return isV6(one.host) == isV6(other.host) && (isWildcard(one.host) || isWildcard(other.host));
}

Result<std::vector<ListeningPort>> listeningPorts(System& system, const Patience& patience) {
  return system.kind() == System::Kind::Windows ? askWindows(system, patience) : askLinux(system, patience);
}

}  // namespace lk::setup
