#pragma once

#include <string>

#include "server/bus/redis_client.h"

namespace lk::test {

// Whether a request was answered, and what the last answer was.
struct Heard {
  int times = 0;
  bus::RedisOutcome::Kind kind = bus::RedisOutcome::Kind::Away;
  std::string text;
};

[[nodiscard]] inline bus::RedisClient::Done into(Heard& heard) {
  return [&heard](const bus::RedisOutcome& outcome) {
    ++heard.times;
    heard.kind = outcome.kind;
    heard.text = outcome.ok() ? std::string(outcome.value.text()) : outcome.text;
  };
}

}  // namespace lk::test
