#include <QUuid>

#include "server/bus/redis_inquiry.h"
#include "server/bus/redis_rights.h"
#include "server/setup/redis_check_parts.h"
#include "server/setup/redis_facts.h"

namespace lk::setup {

using bus::RedisInquiry;
using bus::RedisRight;

namespace {

// The words of a trial, or of a command without places.
std::vector<std::string> wordsOf(std::string_view line, const std::string& key, const std::string& channel) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(word.size() + 1, line.size()));
    if (word == "{k}" || word == "{c}") {
      words.push_back(word == "{k}" ? key : channel);
    } else {
      words.push_back(word == "return(1)" ? "return 1" : std::string(word));
    }
  }
  return words;
}

Result<bus::RedisAnswer> askWords(RedisInquiry& inquiry, const std::vector<std::string>& words) {
  return inquiry.ask(bus::RedisClient::Words(words.begin(), words.end()));
}

bool refused(const bus::RedisAnswer& answer) { return answer.value().text().starts_with("NOPERM"); }

std::string userOf(const bus::RedisOptions& options) { return options.url.user.empty() ? "default" : options.url.user; }

Finding unknown(const std::string& why) {
  return {"redis.rights-not-seen",
          Grade::Unknown,
          text("The rights in Redis could not be tried out"),
          {text("{0}", why)},
          {},
          std::nullopt};
}

// Tries everything out, on a key and a channel of its own that nobody else uses and that end within seconds.
class RedisRightsCheck final : public Check {
 public:
  std::string_view id() const override { return "redis.rights"; }
  Area area() const override { return Area::Redis; }
  Text title() const override { return text("Rights in Redis: enough, and no more"); }

  std::vector<Finding> run(System& /*system*/, const Surroundings& around, const Patience& patience) override {
    if (around.settings.redisUrl.empty()) {
      return {{"redis.rights-none",
               Grade::Good,
               text("Without Redis there are no rights in it"),
               {text("redis.url is empty")},
               {},
               std::nullopt}};
    }
    const auto options = bus::redisOptions(around.settings, "linekeeper-check");
    if (!options) return {unknown(options.error().text)};
    const auto master = someMaster(*options, patience);
    if (!master) return {unknown(master.error().text)};
    RedisInquiry inquiry(*options, *master, [&patience] { return patience.left(); });
    if (const auto opened = inquiry.open(); !opened) return {unknown(opened.error().text)};
    std::vector<Finding> findings;
    const auto wide = tooMuch(inquiry, *options, around.settings.redisPrefix);
    if (!wide) return {unknown(wide.error().text)};
    const auto lacking = tooLittle(inquiry, *options, around.settings.redisPrefix, *master);
    if (!lacking) return {unknown(lacking.error().text)};
    if (*lacking) findings.push_back(**lacking);
    if (*wide) findings.push_back(**wide);
    if (findings.empty()) {
      findings.push_back({"redis.rights-ok",
                          Grade::Good,
                          text("User {0} may do what a node does, and no more", userOf(*options)),
                          {text("tried out at {0}: {1} commands", master->text(), bus::redisRights().size())},
                          {},
                          std::nullopt});
    }
    return findings;
  }

 private:
  static Fix rightsFix(Text words, const bus::RedisOptions& options, const std::string& prefix) {
    const std::string user = options.url.user.empty() ? "linekeeper" : options.url.user;
    std::vector<std::string> commands{bus::aclSetUser(user, prefix, options.url), "ACL SAVE"};
    return {std::move(words), std::move(commands), std::nullopt};
  }

  static Result<std::optional<Finding>> tooLittle(RedisInquiry& inquiry, const bus::RedisOptions& options,
                                                  const std::string& prefix, const bus::RedisAddress& where) {
    // In a cluster the key must be this master's: so many are tried until one is.
    const auto found = keyHere(inquiry, prefix);
    if (!found) return found.error();
    const std::string& key = *found;
    const std::string channel = prefix + ":check";
    std::vector<Text> evidence;
    std::string missing;
    for (const RedisRight& right : bus::redisRights()) {
      if (!right.neededFor(options.url)) continue;
      const auto answer = askWords(inquiry, wordsOf(right.trial, key, channel));
      if (!answer) return answer.error();
      if (!refused(*answer)) {
        // Should what takes it away again be refused.
        if (right.trial.find("{k}") != std::string_view::npos) {
          if (const auto ends = inquiry.ask({"PEXPIRE", key, "10000"}); !ends) return ends.error();
        }
        continue;
      }
      missing += (missing.empty() ? "" : " ") + std::string(right.rule);
      evidence.push_back(text("{0}: {1}", right.trial.substr(0, right.trial.find(' ')), answer->value().text()));
    }
    if (evidence.empty()) return std::optional<Finding>();
    return std::optional<Finding>(Finding{
        "redis.rights-missing", Grade::Problem, text("Redis' user {0} lacks rights that a node needs", userOf(options)),
        std::move(evidence),
        text("What is refused fails at {0} while all else goes on: commands that never arrive, devices whose route is "
             "not known, reports that are not taken.",
             where.text()),
        rightsFix(text("An administrator of Redis gives the user these rights (missing: {0}), with the password in "
                       "place of PASSWORD; at every server of a cluster, and in its ACL file. Results asked for on "
                       "other channels than {1}:* need those channels, too.",
                       missing, prefix),
                  options, prefix)});
  }

  static Result<std::string> keyHere(RedisInquiry& inquiry, const std::string& prefix) {
    constexpr int kTries = 2'000;
    const std::string unique = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    for (int i = 0; i < kTries; ++i) {
      const std::string key = prefix + ":check:" + unique + "-" + std::to_string(i);
      const auto answer = inquiry.ask({"GET", key});
      if (!answer) return answer.error();
      // Refused is as good: the trials will say so.
      if (!answer->value().text().starts_with("MOVED") && !answer->value().text().starts_with("ASK ")) return key;
    }
    return Error{Error::Code::Io, "no key was found that is this master's"};
  }

  // What a node never does, and whoever may do it could do harm with.
  static Result<std::optional<Finding>> tooMuch(RedisInquiry& inquiry, const bus::RedisOptions& options,
                                                const std::string& prefix) {
    std::vector<Text> evidence;
    const auto administer = inquiry.ask({"LASTSAVE"});
    if (!administer) return administer.error();
    if (!administer->value().isError()) {
      evidence.push_back(text("it may administer Redis: LASTSAVE, as FLUSHALL of the same category, is not refused"));
    }
    const auto foreign = inquiry.ask({"GET", "linekeeper-check-of-foreign-keys"});
    if (!foreign) return foreign.error();
    if (!refused(*foreign)) evidence.push_back(text("keys outside {0}:* are open to it", prefix));
    if (evidence.empty()) return std::optional<Finding>();
    const bool open = options.password.empty();
    const bool near = isLoopback(inquiry.address().host);
    if (near) {
      evidence.push_back(text("redis.url leads to this machine itself, where the machine's users are the guard"));
      return std::optional<Finding>(Finding{"redis.rights-wide-but-near",
                                            Grade::Good,
                                            text("User {0} may do all in a Redis of this machine", userOf(options)),
                                            std::move(evidence),
                                            {},
                                            std::nullopt});
    }
    return std::optional<Finding>(
        Finding{open ? "redis.rights-for-anybody" : "redis.rights-too-wide", Grade::Warning,
                open ? text("Anybody who reaches Redis may do all there, without a password")
                     : text("Redis' user {0} may do more than a node does", userOf(options)),
                std::move(evidence),
                text("A program or person with this access can empty Redis: all durable commands, routes and reports "
                     "would be lost, and other fleets' with them."),
                rightsFix(text("Give nodes a user of their own with just these rights, name it in redis.url and its "
                               "password in redis.password-file."),
                          options, prefix)});
  }

  static bool isLoopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
  }
};

}  // namespace

std::unique_ptr<Check> makeRedisRightsCheck() { return std::make_unique<RedisRightsCheck>(); }

}  // namespace lk::setup
