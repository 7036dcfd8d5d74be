#include "server/setup/linux_firewall.h"

#include <QHostAddress>
#include <QString>
#include <algorithm>
#include <charconv>
#include <tuple>

namespace lk::setup {

namespace {

std::optional<std::pair<AddressRange::Bytes, bool>> bytesOf(std::string_view text) {
  QHostAddress address;
  const QString name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  if (name.contains(QLatin1Char('%')) || !address.setAddress(name)) return std::nullopt;
  AddressRange::Bytes bytes{};
  if (address.protocol() == QAbstractSocket::IPv4Protocol) {
    const quint32 number = address.toIPv4Address();
    for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return std::pair(bytes, false);
  }
  const Q_IPV6ADDR six = address.toIPv6Address();
  std::copy(std::begin(six.c), std::end(six.c), bytes.begin());
  return std::pair(bytes, true);
}

bool decidesNothing(const FilterRule& rule) {
  return rule.does == FilterRule::Does::Nothing || rule.does == FilterRule::Does::Untrack;
}

// Ways that a packet can take through chains, with what is sure of them.
class Walk {
 public:
  struct Hit {
    FilterRule::Does does;
    const FilterRule* rule;
  };

  // Whether the packet may come out at the chain's end, or by a return.
  bool through(const FilterChains& chains, const std::string& name, int depth) {
    const auto found = chains.find(name);
    if (found == chains.end() || depth > kDeepest) return giveUp();
    bool returns = false;
    for (const FilterRule& rule : found->second) {
      if (++m_steps > kMostSteps) return giveUp();
      if (rule.matches == Sure::No || decidesNothing(rule)) continue;
      const bool surely = rule.matches == Sure::Yes;
      if (!surely) m_unsure.push_back(&rule);
      switch (rule.does) {
        case FilterRule::Does::Return: returns = true; break;
        case FilterRule::Does::Jump:
          if (through(chains, rule.target, depth + 1)) continue;
          break;
        case FilterRule::Does::Goto: returns = through(chains, rule.target, depth + 1) || returns; break;
        default: m_hits.push_back({rule.does, &rule}); break;
      }
      if (surely) return returns;
    }
    return true;
  }

  [[nodiscard]] const std::vector<Hit>& hits() const { return m_hits; }
  [[nodiscard]] const std::vector<const FilterRule*>& unsure() const { return m_unsure; }
  [[nodiscard]] bool gaveUp() const { return m_gaveUp; }

 private:
  static constexpr int kDeepest = 64;
  static constexpr int kMostSteps = 200'000;  // chains that jump to each other many times over

  bool giveUp() {
    m_gaveUp = true;
    return true;
  }

  std::vector<Hit> m_hits;
  std::vector<const FilterRule*> m_unsure;
  int m_steps = 0;
  bool m_gaveUp = false;
};

void add(std::vector<std::string>& all, const std::string& one) {
  constexpr std::size_t kMost = 12;  // lines that somebody reads
  if (all.size() < kMost && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

}  // namespace

Sure AddressRange::within(const AddressRange& other) const {
  if (v6 != other.v6 || last < other.first || other.last < first) return Sure::No;
  return other.first <= first && last <= other.last ? Sure::Yes : Sure::Unknown;
}

std::optional<AddressRange> parseAddressRange(std::string_view text) {
  AddressRange range;
  const std::size_t dash = text.find('-');
  const std::size_t slash = text.find('/');
  const auto first = bytesOf(text.substr(0, std::min(dash, slash)));
  if (!first) return std::nullopt;
  std::tie(range.first, range.v6) = *first;
  range.last = range.first;
  if (dash != std::string_view::npos) {
    const auto last = bytesOf(text.substr(dash + 1));
    if (!last || last->second != range.v6 || last->first < range.first) return std::nullopt;
    range.last = last->first;
    return range;
  }
  if (slash == std::string_view::npos) return range;

  const std::string_view mask = text.substr(slash + 1);
  const std::size_t size = range.v6 ? 16 : 4;
  AddressRange::Bytes bits{};
  unsigned length = 0;
  const auto [end, bad] = std::from_chars(mask.data(), mask.data() + mask.size(), length);
  if (bad == std::errc() && end == mask.data() + mask.size()) {
    if (length > size * 8) return std::nullopt;
    for (std::size_t i = 0; i < size; ++i) {
      const unsigned left = length > 8 * i ? std::min(8U, length - 8 * static_cast<unsigned>(i)) : 0;
      bits[i] = static_cast<std::uint8_t>(0xFF00U >> left);
    }
  } else {
    const auto dotted = bytesOf(mask);
    if (!dotted || dotted->second != range.v6) return std::nullopt;
    bits = dotted->first;
    bool ended = false;  // 255.0.255.0 is no range
    for (std::size_t i = 0; i < size * 8; ++i) {
      const bool one = (bits[i / 8] >> (7 - i % 8) & 1) != 0;
      if (one && ended) return std::nullopt;
      ended = ended || !one;
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    range.first[i] = static_cast<std::uint8_t>(range.first[i] & bits[i]);
    range.last[i] = static_cast<std::uint8_t>(range.first[i] | (0xFF & ~bits[i]));
  }
  return range;
}

Knock Knock::at(Stage stage, int priority) const {
  constexpr int kTracking = -200;  // the kernel's own priority, in both hooks where connections are looked up
  const bool looksUp = stage == Stage::Prerouting || stage == Stage::Output;
  Knock seen = *this;
  seen.isAnswer = isOfAnswer(stage);
  if (looksUp ? priority <= kTracking : stage == Stage::Ingress) seen.isTracked = false;
  return seen;
}

bool mayUntrack(const std::vector<FilterHook>& hooks) {
  const auto untracks = [](const FilterRule& rule) {
    return rule.does == FilterRule::Does::Untrack && rule.matches != Sure::No;
  };
  return std::any_of(hooks.begin(), hooks.end(), [&untracks](const FilterHook& hook) {
    return std::any_of(hook.chains.begin(), hook.chains.end(), [&untracks](const auto& chain) {
      return std::any_of(chain.second.begin(), chain.second.end(), untracks);
    });
  });
}

Fate fateOf(std::vector<FilterHook> hooks) {
  std::stable_sort(hooks.begin(), hooks.end(), [](const FilterHook& a, const FilterHook& b) {
    return std::tuple(a.stage, a.priority) < std::tuple(b.stage, b.priority);
  });
  using Does = FilterRule::Does;
  std::vector<std::string> drops;
  std::vector<std::string> refusals;
  std::vector<std::string> others;
  std::vector<std::string> accepts;
  std::vector<std::string> unsure;
  bool passes = true;
  const FilterHook* last = nullptr;
  for (const FilterHook& hook : hooks) {
    Walk walk;
    const bool out = walk.through(hook.chains, hook.base, 0);
    bool accepted = out && hook.accepts;
    if (out && !hook.accepts) add(drops, hook.where + ": policy drop");
    for (const Walk::Hit& hit : walk.hits()) {
      if (hit.does == Does::Accept) {
        add(accepts, hit.rule->text);
        accepted = true;
      } else if (hit.does == Does::Drop || (hit.does == Does::Reject && isOfAnswer(hook.stage))) {
        add(drops, hit.rule->text);  // of an answer that is refused the machine itself is told, not the device
      } else {
        add(hit.does == Does::Reject ? refusals : others, hit.rule->text);
      }
    }
    for (const FilterRule* rule : walk.unsure()) add(unsure, rule->text);
    if (walk.gaveUp()) add(others, hook.where + ": its chains are too deep to follow");
    if (!accepted) {
      passes = false;
      last = &hook;
      break;
    }
  }
  const bool mayDrop = !drops.empty();
  const bool mayRefuse = !refusals.empty();
  if (others.empty() && passes && !mayDrop && !mayRefuse) return {Fate::End::Open, accepts};
  if (others.empty() && !passes && !mayRefuse) return {Fate::End::Dropped, drops, last->letIn, last->takeBack};
  if (others.empty() && !passes && !mayDrop) return {Fate::End::Refused, refusals, last->letIn, last->takeBack};
  for (const std::string& text : unsure) add(others, text);
  return {Fate::End::Unknown, others};
}

}  // namespace lk::setup
