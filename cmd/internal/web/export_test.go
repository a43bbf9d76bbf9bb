package web

import "github.com/go-chi/chi/v5"

// Routes lists the patterns of all routes.
func (s *Server) Routes() chi.Routes { return s.router.mux }

// Access is who may use a route, and whether it was said.
func (s *Server) Access(method, pattern string) (who string, said bool) {
	a, said := s.router.access[method+" "+pattern]
	return map[access]string{acting: "acting", starting: "starting", teaching: "teaching", reading: "reading", public: "public", commanding: "commanding"}[a], said
}
