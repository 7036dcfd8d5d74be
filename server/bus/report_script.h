#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/bus/redis_client.h"

namespace lk::bus {

// Reports into one stream. -> how many were stored, from the first on; an error: none
class ReportScript final : public RedisScript {
 public:
  // Views of what is added: good as long as that is.
  class Batch {
   public:
    // So many reports at most.
    Batch(std::string_view maxlen, std::string_view node, std::size_t reports);
    void add(std::string_view device, std::uint64_t session, std::int64_t atMs, std::string_view data);

   private:
    friend class ReportScript;
    std::vector<std::string> m_numbers;
    RedisClient::Words m_arguments;
  };

  ReportScript();
  // The stream is what is asked about.
  void call(RedisClient& client, const RedisClient::Ask& ask, const Batch& batch, RedisClient::Done done) const;
};

}  // namespace lk::bus
