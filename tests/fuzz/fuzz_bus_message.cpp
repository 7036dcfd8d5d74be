#include <cstdlib>

#include "server/bus/command_message.h"
#include "server/bus/replaced_sessions.h"
#include "server/bus/result_message.h"

using namespace lk::bus;

// What is let through keeps to the contract, and is read the same once it is written again; a log stays plain.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const Command said = answerableOf(message);
  if (const auto command = parseCommandMessage(message)) {
    const bool good = command->id == said.id && command->device == said.device && command->reply == said.reply &&
                      lk::isDeviceId(command->device) && command->ttl.count() >= 0 && command->ttl <= kMaxTtl &&
                      command->timeout.count() >= 1 && command->timeout <= kMaxTimeout;
    const auto copy = parseCommandMessage(commandMessage(*command));
    if (!good || !copy || copy->id != said.id || copy->device != command->device || copy->payload != command->payload ||
        copy->ttl != command->ttl || copy->timeout != command->timeout || copy->reply != command->reply ||
        copy->via != command->via || copy->hops != command->hops) {
      std::abort();
    }
  } else if (command.error().text.empty()) {
    std::abort();
  }
  for (const Command& answered : {said, answerableOfEnds(message, 24)}) {
    if (answered.id.empty()) continue;
    if (answered.id.size() > 1024) std::abort();
    // Whatever the id is, its publisher reads it back.
    const std::string rejection = resultMessage(resultFor(answered, lk::CommandStatus::Rejected, "why"), "n");
    for (const char c : rejection) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
    }
    const auto copy = parseResultMessage(rejection);
    if (!copy || copy->id != answered.id || copy->device != answered.device) std::abort();
  }
  if (const auto result = parseResultMessage(message)) {
    const auto copy = parseResultMessage(resultMessage(*result, result->node));
    if (!copy || copy->id != result->id || copy->status != result->status || copy->answer != result->answer ||
        copy->session != result->session || copy->reason != result->reason) {
      std::abort();
    }
    // What is over for a durable command is over for any.
    if (isFinal(result->status, true) && !isFinal(result->status, false)) std::abort();
  }
  if (const auto question = TakenQuestion::parse(message)) {
    const auto copy = TakenQuestion::parse(question->text());
    if (!copy || copy->ticket != question->ticket || copy->session != question->session ||
        copy->instance != question->instance || copy->device != question->device || copy->id != question->id) {
      std::abort();
    }
  }
  if (forLog(message).size() > 4 * 200 + 40) std::abort();
  return 0;
}
