package openai

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/submit/service"
)

// Create posts the job. A 2xx answer proves it only when it is a job of the
// file that was sent.
func (a *adapter) Create(ctx context.Context, r service.Request) service.Outcome {
	answer, o := a.PostOnce(ctx, jobsPath, nil, r.Body)
	if answer != nil {
		if job, ok := a.readJob(answer); ok && job.TrainingFile == r.TrainingFile {
			return service.Outcome{Proof: service.ProvesCreated, Job: job}
		}
		return o
	}
	if o.Proof == service.ProvesNothing {
		o.Proof = refusal(o.Failed)
	}
	return o
}

// refusal says what an answer to the create call proves that is no job. Only
// words that name a reason, in the API's envelope, are a refusal.
func refusal(failed *service.CallError) service.Proof {
	if failed.Trouble != service.BadStatus || failed.Words == nil || !isReason(failed.Words) {
		return service.ProvesNothing
	}
	switch failed.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		if failed.NotYet {
			return service.ProvesLimited
		}
		return service.ProvesRefused
	case http.StatusTooManyRequests:
		return service.ProvesLimited
	}
	return service.ProvesNothing
}

// reasons are the types and codes by which services that speak this protocol
// refuse a call: those of OpenAI's API reference and its clients, and those of
// Azure's.
var reasons = []string{
	"invalid_request_error", "invalid_request", "authentication_error", "permission_error", "not_found_error",
	"insufficient_quota", "billing_error", "billing_hard_limit_reached", "billing_not_active", "payment_required",
	"rate_limit_error", "rate_limit_exceeded", "requests", "tokens", "invalid_api_key", "model_not_found",
	"training_not_available", "exceeded_quota", "unsupported_model", "invalid_value", "missing_required_parameter",
	"unknown_parameter", "invalid_type", "file_not_found", "unsafe_file", "daily_rate_limit_exceeded",
	"BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "RateLimitError",
	"UnprocessableEntityError", "invalidPayload", "quotaExceeded", "unauthorized", "forbidden", "notFound",
	"400", "401", "402", "403", "404", "413", "415", "422", "429",
}

func isReason(w *service.Words) bool {
	named := func(word string) bool {
		return slices.ContainsFunc(reasons, func(r string) bool { return strings.EqualFold(r, word) })
	}
	if strings.EqualFold(w.Type, "server_error") || strings.EqualFold(w.Code, "server_error") {
		return false
	}
	return named(w.Type) || named(w.Code)
}

// notYet says that a refusal passes by itself: the file was uploaded a moment
// ago.
func notYet(status int, w *service.Words) bool {
	return status == http.StatusBadRequest &&
		(strings.Contains(w.Message, "still being processed") || strings.Contains(w.Message, "is not ready"))
}
