#include "server/setup/nft_match.h"

#include <algorithm>
#include <optional>

namespace lk::setup {

namespace {

constexpr auto at(const char* key) { return QLatin1StringView(key); }

struct Numbers {
  int first = 0;
  int last = 0;
};

Sure within(Numbers mine, Numbers other) {
  if (mine.last < other.first || other.last < mine.first) return Sure::No;
  return other.first <= mine.first && mine.last <= other.last ? Sure::Yes : Sure::Unknown;
}

// What the packet has at the left of a comparison.
struct Left {
  enum class Kind : std::uint8_t { Unseen, Absent, Elsewhere, Numbers, Addresses, Words, Flags, Name };
  Kind kind = Kind::Unseen;  // Elsewhere: an interface that is known at other hooks only
  Numbers numbers;           // Flags: their bits
  AddressRange addresses;
  std::vector<const char*> words;  // each of them is right
  std::string name;                // an interface
};

constexpr Numbers kEphemeral{1024, 65535};
constexpr int kSyn = 2;
constexpr int kSynAck = 18;

Left payloadOf(const QJsonObject& payload, const Knock& knock) {
  const QString protocol = payload.value(at("protocol")).toString();
  const QString field = payload.value(at("field")).toString();
  const bool v6 = knock.to.v6;
  if (isOneOf(protocol, {"tcp", "th"})) {
    const int flags = knock.isAnswer ? kSynAck : kSyn;
    const QLatin1StringView own = knock.isAnswer ? at("sport") : at("dport");
    if (field == own) return {Left::Kind::Numbers, {knock.port, knock.port}, {}, {}, {}};
    if (isOneOf(field, {"sport", "dport"})) return {Left::Kind::Numbers, kEphemeral, {}, {}, {}};
    if (field == at("flags")) return {Left::Kind::Flags, {flags, flags}, {}, {}, {}};
    return {};
  }
  if (isOneOf(protocol, {"udp", "udplite", "icmp", "icmpv6", "sctp", "dccp", "esp", "ah", "igmp", "comp"})) {
    return {Left::Kind::Absent, {}, {}, {}, {}};
  }
  if (protocol == (v6 ? at("ip") : at("ip6"))) return {Left::Kind::Absent, {}, {}, {}, {}};
  if (protocol == (v6 ? at("ip6") : at("ip"))) {
    if (field == at("saddr")) return {Left::Kind::Addresses, {}, knock.source(), {}, {}};
    if (field == at("daddr")) return {Left::Kind::Addresses, {}, knock.destination(), {}, {}};
    if (isOneOf(field, {"protocol", "nexthdr"})) return {Left::Kind::Numbers, {6, 6}, {}, {"tcp"}, {}};
  }
  return {};
}

Left leftOf(const QJsonObject& left, const Knock& knock) {
  if (left.contains(at("payload"))) return payloadOf(left.value(at("payload")).toObject(), knock);
  if (left.contains(at("meta"))) {
    const QString key = left.value(at("meta")).toObject().value(at("key")).toString();
    if (isOneOf(key, {"iifname", "iif", "oifname", "oif"})) {
      const bool isHere = key.startsWith(QLatin1Char('o')) == knock.isAnswer;
      return isHere ? Left{Left::Kind::Name, {}, {}, {}, knock.interface} : Left{Left::Kind::Elsewhere, {}, {}, {}, {}};
    }
    if (key == at("l4proto")) return {Left::Kind::Numbers, {6, 6}, {}, {"tcp"}, {}};
    if (key == at("nfproto")) {
      return knock.to.v6 ? Left{Left::Kind::Numbers, {10, 10}, {}, {"ipv6"}, {}}
                         : Left{Left::Kind::Numbers, {2, 2}, {}, {"ipv4"}, {}};
    }
    if (key == at("protocol")) {
      return knock.to.v6 ? Left{Left::Kind::Words, {}, {}, {"ip6"}, {}} : Left{Left::Kind::Words, {}, {}, {"ip"}, {}};
    }
    if (key == at("pkttype") && !knock.isAnswer) return {Left::Kind::Words, {}, {}, {"host", "unicast"}, {}};
    return {};
  }
  if (left.contains(at("ct"))) {
    const QString key = left.value(at("ct")).toObject().value(at("key")).toString();
    const auto word = [&knock](const char* first, const char* answer) {
      return Left{Left::Kind::Words, {}, {}, {knock.isAnswer ? answer : first}, {}};
    };
    if (!knock.isTracked) return {};
    if (key == at("state")) return word("new", "established");
    if (key == at("direction")) return word("original", "reply");
    // None of them yet. A packet that was led elsewhere before is told apart where that is done.
    if (key == at("status") && !knock.isAnswer) return {Left::Kind::Words, {}, {}, {}, {}};
    return {};
  }
  if (left.contains(at("fib"))) {
    const QJsonObject fib = left.value(at("fib")).toObject();
    const QJsonValue flags = fib.value(at("flags"));
    const QString result = fib.value(at("result")).toString();
    const QJsonArray list = flags.isArray() ? flags.toArray() : QJsonArray{flags};
    const bool ofDevice = list.contains(at("daddr")) == knock.isAnswer;
    if (result == at("type")) return {Left::Kind::Words, {}, {}, {ofDevice ? "unicast" : "local"}, {}};
    // The way back to the interface's own network is through it.
    if (isOneOf(result, {"oif", "oifname"}) && ofDevice) return {Left::Kind::Name, {}, {}, {}, knock.interface};
  }
  return {};
}

// tcp flags & (fin|syn|rst|ack)
std::optional<int> flagsOf(const QJsonValue& value) {
  if (value.isDouble()) return value.toInt();
  QJsonArray list;
  if (value.isString()) list = {value};
  if (value.isArray()) list = value.toArray();
  if (value.isObject()) list = value.toObject().value(at("|")).toArray();
  constexpr const char* kFlags[] = {"fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr"};
  int bits = 0;
  for (const QJsonValue one : list) {
    if (one.isObject() || one.isArray()) {
      const std::optional<int> inner = flagsOf(one);
      if (!inner) return std::nullopt;
      bits |= *inner;
      continue;
    }
    const auto flag = std::find_if(std::begin(kFlags), std::end(kFlags),
                                   [&one](const char* name) { return one.toString() == at(name); });
    if (flag == std::end(kFlags)) return std::nullopt;
    bits |= 1 << (flag - std::begin(kFlags));
  }
  return list.isEmpty() ? std::nullopt : std::optional(bits);
}

std::optional<Numbers> numbersOf(const QJsonValue& value) {
  if (value.isDouble()) return Numbers{value.toInt(-1), value.toInt(-1)};
  if (!value.isObject()) return std::nullopt;
  const QJsonArray range = value.toObject().value(at("range")).toArray();
  if (range.size() != 2 || !range[0].isDouble() || !range[1].isDouble()) return std::nullopt;
  return Numbers{range[0].toInt(), range[1].toInt()};
}

std::optional<AddressRange> addressesOf(const QJsonValue& value) {
  if (value.isString()) return parseAddressRange(value.toString().toStdString());
  const QJsonObject object = value.toObject();
  if (object.contains(at("prefix"))) {
    const QJsonObject prefix = object.value(at("prefix")).toObject();
    return parseAddressRange(prefix.value(at("addr")).toString().toStdString() + '/' +
                             std::to_string(prefix.value(at("len")).toInt(-1)));
  }
  const QJsonArray range = object.value(at("range")).toArray();
  if (range.size() != 2) return std::nullopt;
  return parseAddressRange(range[0].toString().toStdString() + '-' + range[1].toString().toStdString());
}

Sure equals(const Left& left, const QJsonValue& right) {
  switch (left.kind) {
    case Left::Kind::Absent:
    case Left::Kind::Elsewhere: return Sure::No;
    case Left::Kind::Unseen: return Sure::Unknown;
    case Left::Kind::Name: {
      if (right.isBool()) return sure(right.toBool());  // fib: exists, missing
      if (!right.isString()) return Sure::Unknown;
      const std::string name = right.toString().toStdString();
      if (name.ends_with('*')) return sure(left.name.starts_with(std::string_view(name).substr(0, name.size() - 1)));
      return sure(name == left.name);
    }
    case Left::Kind::Addresses: {
      const auto range = addressesOf(right);
      return range ? left.addresses.within(*range) : Sure::Unknown;
    }
    case Left::Kind::Flags: {
      const std::optional<int> flags = flagsOf(right);
      return flags ? sure(left.numbers.first == *flags) : Sure::Unknown;
    }
    case Left::Kind::Words:
    case Left::Kind::Numbers: break;
  }
  if (right.isString() && !left.words.empty()) {
    return sure(std::any_of(left.words.begin(), left.words.end(),
                            [&right](const char* word) { return right.toString() == at(word); }));
  }
  if (left.kind == Left::Kind::Words) return right.isString() ? Sure::No : Sure::Unknown;
  const auto numbers = numbersOf(right);
  return numbers ? within(left.numbers, *numbers) : Sure::Unknown;
}

// An element without the timeout that may be around it.
QJsonValue bare(const QJsonValue& element) {
  if (!element.isObject() || !element.toObject().contains(at("elem"))) return element;
  return element.toObject().value(at("elem")).toObject().value(at("val"));
}

// Whether the packet has all that is compared, whatever its value.
Sure isThere(const std::vector<Left>& lefts) {
  Sure all = Sure::Yes;
  for (const Left& left : lefts) {
    if (left.kind == Left::Kind::Absent) all = Sure::No;
    // Where the interface is not known, newer kernels compare an empty name, and older ones pass the rule over.
    if (left.kind == Left::Kind::Unseen || left.kind == Left::Kind::Elsewhere) all = both(all, Sure::Unknown);
  }
  return all;
}

// An element of a set: bare, with a timeout around it, of several parts, or what catches all.
Sure isElement(const std::vector<Left>& lefts, const QJsonValue& listed) {
  const QJsonValue element = bare(listed);
  if (nftCatchesAll(element)) return isThere(lefts);
  if (lefts.size() == 1) return equals(lefts.front(), element);
  const QJsonArray parts = element.toObject().value(at("concat")).toArray();
  if (parts.size() != static_cast<qsizetype>(lefts.size())) return Sure::Unknown;
  Sure all = Sure::Yes;
  for (qsizetype i = 0; i < parts.size(); ++i) all = both(all, equals(lefts[static_cast<std::size_t>(i)], parts[i]));
  return all;
}

Sure isAmong(const std::vector<Left>& lefts, const QJsonArray& elements) {
  Sure any = Sure::No;
  for (const QJsonValue element : elements) any = either(any, isElement(lefts, element));
  return any;
}

std::vector<Left> leftsOf(const QJsonValue& left, const Knock& knock) {
  std::vector<Left> lefts;
  const QJsonObject object = left.toObject();
  if (!object.contains(at("concat"))) return {leftOf(object, knock)};
  for (const QJsonValue part : object.value(at("concat")).toArray()) lefts.push_back(leftOf(part.toObject(), knock));
  return lefts;
}

// [established, related], {"|": [established, related]}, or one alone.
QJsonArray bitsOf(const QJsonValue& right) {
  if (right.isArray()) return right.toArray();
  if (right.toObject().contains(at("|"))) return right.toObject().value(at("|")).toArray();
  return {right};
}

Sure compared(const QString& op, const QJsonValue& left, const QJsonValue& right, const NftLook& look) {
  if (left.toObject().contains(at("&"))) {
    const QJsonArray parts = left.toObject().value(at("&")).toArray();
    const Left masked = leftOf(parts.at(0).toObject(), look.knock);
    const std::optional<int> mask = flagsOf(parts.at(1));
    const std::optional<int> wanted = flagsOf(right);
    if (op != at("==") || masked.kind != Left::Kind::Flags || !mask || !wanted) return Sure::Unknown;
    return sure((masked.numbers.first & *mask) == *wanted);
  }
  const std::vector<Left> lefts = leftsOf(left, look.knock);
  if (lefts.empty()) return Sure::Unknown;
  if (std::any_of(lefts.begin(), lefts.end(), [](const Left& l) { return l.kind == Left::Kind::Absent; })) {
    return Sure::No;
  }
  if (right.isString() && right.toString().startsWith(QLatin1Char('@'))) {
    const auto found = look.elements.find(look.table + QLatin1Char(' ') + right.toString().mid(1));
    return found == look.elements.end() ? Sure::Unknown : isAmong(lefts, found->second);
  }
  if (right.isObject() && right.toObject().contains(at("set"))) {
    return isAmong(lefts, right.toObject().value(at("set")).toArray());
  }
  const Left& only = lefts.front();
  if (op == at("in") && only.kind == Left::Kind::Flags) {
    const std::optional<int> flags = flagsOf(right);
    return flags ? sure((only.numbers.first & *flags) != 0) : Sure::Unknown;
  }
  if (op == at("in")) return isAmong(lefts, bitsOf(right));
  if (isOneOf(op, {"<", ">", "<=", ">="})) {
    if (only.kind != Left::Kind::Numbers || !right.isDouble()) return Sure::Unknown;
    const int number = std::clamp(right.toInt(), -1, 65'536);
    if (op == at("<")) return within(only.numbers, {0, number - 1});
    if (op == at("<=")) return within(only.numbers, {0, number});
    if (op == at(">")) return within(only.numbers, {number + 1, 65535});
    return within(only.numbers, {number, 65535});
  }
  return isElement(lefts, right);
}

}  // namespace

bool nftCatchesAll(const QJsonValue& element) { return bare(element).toString() == at("*"); }

bool isOneOf(const QString& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&word](const char* one) { return word == at(one); });
}

Sure nftMatches(const QJsonObject& match, const NftLook& look) {
  const QString op = match.value(at("op")).toString();
  const QJsonValue left = match.value(at("left"));
  const QJsonValue right = match.value(at("right"));
  const bool isNoneOf = op == at("!");  // of these bits
  if (!isOneOf(op, {"==", "!=", "in", "!", "<", ">", "<=", ">="})) return Sure::Unknown;
  if (op != at("!=") && !isNoneOf) return compared(op, left, right, look);
  // Not equal to what is not there does not hold either: the packet is of another protocol.
  for (const Left& one : leftsOf(left, look.knock)) {
    if (one.kind == Left::Kind::Absent) return Sure::No;
    if (one.kind == Left::Kind::Elsewhere) return Sure::Unknown;
  }
  return notThat(compared(isNoneOf ? QStringLiteral("in") : QStringLiteral("=="), left, right, look));
}

Sure nftIsElement(const QJsonValue& key, const QJsonValue& element, const NftLook& look) {
  return isElement(leftsOf(key, look.knock), element);
}

}  // namespace lk::setup
