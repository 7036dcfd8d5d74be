#include "server/base/settings_check.h"

#include <algorithm>

#include "server/base/address.h"
#include "server/base/duration.h"
#include "server/base/ip_address.h"

namespace lk {

namespace {

// Whether a socket that listens on the one leaves no room for one on the other.
bool exclude(const Address& one, const Address& other) {
  if (one.port != other.port || one.port == 0) return false;
  const auto meet = [&](auto parse, std::string_view any) {
    const auto first = parse(one.host);
    const auto second = parse(other.host);
    return first && second && (first == second || first == parse(any) || second == parse(any));
  };
  return one == other || meet(parseIpv4, "0.0.0.0") || meet(parseIpv6, "::");
}

bool exclude(const std::string& one, const std::string& other) {
  const auto first = parseAddress(one);
  const auto second = parseAddress(other);
  return first && second && exclude(*first, *second);
}

void checkListeners(const Settings& settings, std::vector<SettingsProblem>& wrong) {
  const auto& listen = settings.listen;
  for (auto one = listen.begin(); one != listen.end(); ++one) {
    const auto value = static_cast<std::size_t>(one - listen.begin());
    const auto other = std::find_if(listen.begin(), one, [&](const std::string& text) { return exclude(text, *one); });
    if (other != one) {
      const std::string both =
          *other == *one ? *one + " twice" : *other + " and " + *one + ", which exclude each other";
      wrong.push_back(
          {"node.listen holds " + both + "; take one out, or give it another port", {"node.listen"}, value});
    }
    if (exclude(*one, settings.metricsListen)) {
      wrong.push_back({"metrics.listen is " + settings.metricsListen + ", and node.listen holds " + *one +
                           "; give one of them another port",
                       {"metrics.listen", "node.listen"},
                       value});
    }
  }
}

}  // namespace

std::vector<SettingsProblem> crossCheck(const Settings& settings) {
  std::vector<SettingsProblem> wrong;
  if (settings.keepalive > settings.keepaliveMax) {
    wrong.push_back({"node.keepalive (" + formatDuration(settings.keepalive) + ") is longer than node.keepalive-max (" +
                         formatDuration(settings.keepaliveMax) + "); raise the one or lower the other",
                     {"node.keepalive", "node.keepalive-max"}});
  }
  std::vector<std::string> broken;
  if (settings.keepalive.count() % 1000 != 0) broken.emplace_back("node.keepalive");
  if (settings.keepaliveMax.count() % 1000 != 0) broken.emplace_back("node.keepalive-max");
  if (!broken.empty()) {
    wrong.push_back(
        {"node.keepalive and node.keepalive-max must be whole seconds, as devices are told seconds", broken});
  }
  if (settings.proxyProtocol != "off" && settings.proxyTrusted.empty()) {
    wrong.push_back({"node.proxy-protocol is " + settings.proxyProtocol +
                         ", but node.proxy-trusted is empty, so no proxy may speak; name the proxy's address there",
                     {"node.proxy-protocol", "node.proxy-trusted"}});
  }
  const auto unfit = [](char c) { return c == '{' || c == '}' || static_cast<unsigned char>(c) <= ' ' || c == 0x7F; };
  if (std::ranges::any_of(settings.redisPrefix, unfit)) {
    wrong.push_back(
        {"redis.prefix must have no braces, blanks or control characters, as keys are made of it", {"redis.prefix"}});
  }
  checkListeners(settings, wrong);
  return wrong;
}

}  // namespace lk
